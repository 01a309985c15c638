package io.redress.app;

import io.redress.command.rule.Refusal;
import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import io.redress.query.BadQuestion;
import io.redress.query.NotOnSheet;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Every error as RFC 9457 problem details: a stable code, the field, the rule and its clause, in the reader's language.
 * Never a stack trace, a statement or a class name.
 */
@RestControllerAdvice
class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    /** SQL states of a lost connection, of missing resources, and of a server that goes down or comes up. */
    private static final List<String> SERVER_FAILURES = List.of("08", "53", "57P");

    private final RefusalTexts texts;

    Problems(RefusalTexts texts) {
        this.texts = texts;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refusal refusal, Locale locale) {
        Reason first = refusal.reasons().getFirst();
        ProblemDetail problem = problem(status(first.rule()), first.rule().code(), texts.of(first, locale));
        problem.setTitle(texts.refused(locale));
        problem.setProperty("clause", first.rule().clause());
        List<Map<String, String>> errors = new ArrayList<>();
        for (Reason reason : refusal.reasons()) {
            Map<String, String> error = new LinkedHashMap<>();
            error.put("code", reason.rule().code());
            if (reason.field() != null) {
                error.put("field", reason.field());
            }
            error.put("detail", texts.of(reason, locale));
            error.put("clause", reason.rule().clause());
            errors.add(error);
        }
        problem.setProperty("errors", errors);
        return answer(problem, first.rule() == Rule.SUBJECT_IS_NOT_BUSY);
    }

    private static HttpStatus status(Rule rule) {
        return switch (rule) {
            case FIELD_MISSING, FIELD_ILL_FORMED, ONE_OF_IS_NAMED -> HttpStatus.BAD_REQUEST;
            case AGENT_IS_IMPARTIAL, AGENT_ACTS_UNDER_ITS_OWN_NAME -> HttpStatus.FORBIDDEN;
            case SUBJECT_IS_KNOWN, ACT_IS_KNOWN -> HttpStatus.NOT_FOUND;
            case IDEMPOTENCY_KEY_MEANS_ONE_ACT,
                    LENGTH_IS_WELL_FORMED,
                    OBLIGATION_EXISTS,
                    DOCUMENT_MAY_SPEAK_FOR_IT,
                    LENGTH_IS_WITHIN_BOUNDS -> HttpStatus.UNPROCESSABLE_CONTENT;
            default -> HttpStatus.CONFLICT;
        };
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unknown(NotOnSheet absent, Locale locale) {
        return refused(Refusal.ofField(Rule.SUBJECT_IS_KNOWN, absent.kind(), absent.id()), locale);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unclear(BadQuestion question, Locale locale) {
        String[] expected = Stream.concat(Stream.of("expects." + question.expects()), question.details().stream())
                .toArray(String[]::new);
        return refused(Refusal.ofField(Rule.FIELD_ILL_FORMED, question.parameter(), expected), locale);
    }

    /** Parameters are texts, but for numbers. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> noNumber(MethodArgumentTypeMismatchException mismatch, Locale locale) {
        return refused(Refusal.ofField(Rule.FIELD_ILL_FORMED, mismatch.getName(), "expects.number"), locale);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException unreadable, Locale locale) {
        if (unreadable.getRootCause() instanceof BodyLimit.TooLarge) {
            return other(new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE), locale);
        }
        String twice = namedTwice(unreadable);
        return refused(
                twice == null
                        ? Refusal.ofField(Rule.FIELD_ILL_FORMED, "body", "expects.object")
                        : Refusal.ofField(Rule.FIELD_ILL_FORMED, twice, "expects.once"),
                locale);
    }

    /** The field that the body names a second time, if that is what is wrong with it. */
    private static @Nullable String namedTwice(HttpMessageNotReadableException unreadable) {
        return unreadable.getRootCause() instanceof StreamReadException broken
                        && broken.getOriginalMessage().startsWith("Duplicate Object property")
                        && broken.processor() != null
                ? broken.processor()
                        .streamReadContext()
                        .pathAsPointer()
                        .toString()
                        .substring(1)
                : null;
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        TransactionSystemException.class,
        TransientDataAccessException.class
    })
    ResponseEntity<ProblemDetail> unavailable(Exception cause, Locale locale) {
        log.warn("the database did not answer: {}", cause.toString());
        return answer(
                problem(HttpStatus.SERVICE_UNAVAILABLE, "service-unavailable", texts.general("unavailable", locale)),
                true);
    }

    /** The same to all strangers: what is wrong with a credential is for nobody to find out. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> stranger(AuthenticationException stranger, Locale locale) {
        if (stranger instanceof AuthenticationServiceException && stranger.getCause() instanceof Exception cause) {
            return cause instanceof JwtException ? issuerIsSilent(locale) : unavailable(cause, locale);
        }
        String code = "http-401";
        ResponseEntity<ProblemDetail> answer =
                answer(problem(HttpStatus.UNAUTHORIZED, code, texts.general(code, locale)), false);
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"redress\"")
                .body(answer.getBody());
    }

    private ResponseEntity<ProblemDetail> issuerIsSilent(Locale locale) {
        log.warn("the keys of the token issuer cannot be fetched");
        return answer(
                problem(HttpStatus.SERVICE_UNAVAILABLE, "service-unavailable", texts.general("no-issuer", locale)),
                true);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> denied(AccessDeniedException denied, Locale locale) {
        return answer(problem(HttpStatus.FORBIDDEN, "http-403", texts.general("http-403", locale)), false);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(Exception cause, Locale locale) {
        if (cause instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            HttpStatusCode status = known.getStatusCode();
            String code = "http-" + status.value();
            return answer(problem(status, code, texts.general(code, locale)), false);
        }
        if (databaseFailed(cause)) {
            return unavailable(cause, locale);
        }
        log.error("an act or a question failed", cause);
        return answer(
                problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", texts.general("internal", locale)), false);
    }

    /** Whether the database broke off or had no room; the event store wraps that in exceptions of its own. */
    private static boolean databaseFailed(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && SERVER_FAILURES.stream().anyMatch(sql.getSQLState()::startsWith)) {
                return true;
            }
        }
        return false;
    }

    private static ProblemDetail problem(HttpStatusCode status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("/problems/" + code));
        problem.setProperty("code", code);
        return problem;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, boolean tryAgain) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (tryAgain) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.body(problem);
    }
}
