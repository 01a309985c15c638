package io.redress.app;

import io.redress.query.Asked;
import io.redress.query.Sheet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * {@code Prefer: wait=N} (RFC 7240): who has acted and reads at once sees what it did. An act answers when all sheets
 * have taken it in, a question when the sheet that it reads shows what was stored before it was asked.
 */
@Component
public class Waits implements HandlerInterceptor, WebMvcConfigurer {
    static final String PREFER = "Prefer";
    static final String APPLIED = "Preference-Applied";

    private static final int SECONDS_MAX = 10;
    private static final Pattern WAIT =
            Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=[,;]|$)", Pattern.CASE_INSENSITIVE);

    private final Sheets sheets;
    private final Map<String, String> sheetOfPackage = new HashMap<>();

    Waits(Sheets sheets, ApplicationContext context) {
        this.sheets = sheets;
        context.getBeansWithAnnotation(Sheet.class)
                .values()
                .forEach(projection -> sheetOfPackage.put(
                        projection.getClass().getPackageName(),
                        projection.getClass().getAnnotation(Sheet.class).processor()));
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && HttpMethod.GET.matches(request.getMethod())) {
            List<String> prefer = Collections.list(request.getHeaders(PREFER));
            String applied = wait(sheetOfPackage.get(method.getBeanType().getPackageName()), prefer);
            if (applied != null) {
                response.setHeader(APPLIED, applied);
                request.setAttribute(Asked.PATIENCE, Duration.ofSeconds(seconds(prefer)));
            }
        }
        return true;
    }

    /** Waits for every sheet as this header asks; says what was applied, null when nothing was. */
    public @Nullable String forAll(List<String> prefer) {
        return wait(null, prefer);
    }

    private @Nullable String wait(@Nullable String sheet, List<String> prefer) {
        int seconds = seconds(prefer);
        if (seconds < 0) {
            return null;
        }
        return sheets.await(sheet, Duration.ofSeconds(seconds)) ? "wait=" + seconds : null;
    }

    /** For how long somebody is willing to wait; less than nothing when it is not said. */
    private static int seconds(List<String> prefer) {
        Matcher asked = WAIT.matcher(String.join(",", prefer));
        return asked.find() ? Math.min(Integer.parseInt(asked.group(1)), SECONDS_MAX) : -1;
    }
}
