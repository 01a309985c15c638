package io.redress.app;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.UriUtils;

/** Refuses a parameter that the address does not know: a filter with a typo in its name would filter nothing. */
@Component
class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        if (query != null && handler instanceof HandlerMethod method) {
            List<String> known = Arrays.stream(method.getMethodParameters())
                    .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                    .map(KnownParameters::name)
                    .toList();
            Set<String> seen = new HashSet<>();
            for (String pair : StringUtils.tokenizeToStringArray(query, "&", false, true)) {
                int end = pair.indexOf('=');
                require(decoded(end < 0 ? pair : pair.substring(0, end)), known, seen);
            }
        }
        return true;
    }

    private static String name(MethodParameter parameter) {
        RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
        return annotation == null || annotation.name().isEmpty()
                ? parameter.getParameter().getName()
                : annotation.name();
    }

    private static void require(String name, List<String> known, Set<String> seen) {
        if (!known.contains(name)) {
            throw known.isEmpty()
                    ? Refusal.ofField(Rule.PARAMETER_IS_KNOWN, name)
                    : Refusal.ofField(Rule.PARAMETER_IS_KNOWN, name, String.join(", ", known));
        }
        if (!seen.add(name)) {
            throw Refusal.ofField(Rule.FIELD_ILL_FORMED, name, "expects.once");
        }
    }

    private static String decoded(String name) {
        try {
            return UriUtils.decode(name.replace('+', ' '), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
