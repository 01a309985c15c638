package io.redress.app;

import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server itself turns away, an address that is none for example, is a problem like any other, and no page of
 * the server's.
 */
final class ProblemValve extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);
    private static final int FAILED = 400;

    private final Problems problems;
    private final JsonMapper json;

    ProblemValve(Problems problems, JsonMapper json) {
        this.problems = problems;
        this.json = json;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < FAILED || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Locale locale =
                LanguageConfiguration.preferred(Collections.list(request.getHeaders(HttpHeaders.ACCEPT_LANGUAGE)));
        ResponseEntity<?> problem = problems.general(HttpStatusCode.valueOf(status), HttpHeaders.EMPTY, locale);
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setHeader(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag());
            byte[] body = json.writeValueAsString(problem.getBody()).getBytes(StandardCharsets.UTF_8);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException e) {
            log.debug(
                    "nobody waits for the answer to {}", request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI), e);
        }
    }
}
