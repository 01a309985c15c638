package io.redress.app;

import io.redress.app.access.SignedCallback;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Refusal.Reason;
import io.redress.command.rule.Rule;
import io.redress.command.seal.Sealer;
import io.redress.command.store.SqlStates;
import io.redress.query.BadQuestion;
import io.redress.query.CaseKind;
import io.redress.query.NotOnSheet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
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
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Every error as RFC 9457 problem details: a stable code, the field, the rule and its clause if the standard speaks of
 * it, in the reader's language.
 * Never a stack trace, a statement or a class name.
 */
@RestControllerAdvice
public class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    /** SQL states of a lost connection, of missing resources, and of a server that goes down or comes up. */
    private static final List<String> SERVER_FAILURES = List.of("08", "53", "57P");

    private final RefusalTexts texts;

    Problems(RefusalTexts texts) {
        this.texts = texts;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refusal refusal, Locale locale, HttpServletRequest request) {
        boolean asks = Set.of("GET", "HEAD").contains(request.getMethod());
        return refused(refusal, asks ? texts.unanswered(locale) : texts.refused(locale), locale);
    }

    private ResponseEntity<ProblemDetail> refused(Refusal refusal, String title, Locale locale) {
        Reason first = refusal.reasons().getFirst();
        ProblemDetail problem = problem(status(first.rule()), first.rule().code(), title, texts.of(first, locale));
        if (first.clause() != null) {
            problem.setProperty("clause", first.clause());
        }
        List<Map<String, String>> errors = new ArrayList<>();
        for (Reason reason : refusal.reasons()) {
            Map<String, String> error = new LinkedHashMap<>();
            error.put("code", reason.rule().code());
            if (reason.field() != null) {
                error.put("field", reason.field());
            }
            error.put("detail", texts.of(reason, locale));
            if (reason.clause() != null) {
                error.put("clause", reason.clause());
            }
            errors.add(error);
        }
        problem.setProperty("errors", errors);
        HttpHeaders headers = new HttpHeaders();
        if (first.rule() == Rule.SUBJECT_IS_NOT_BUSY || first.rule() == Rule.REQUEST_IS_NOT_UNDER_WAY) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer(problem, headers, locale);
    }

    static HttpStatus status(Rule rule) {
        return switch (rule) {
            case FIELD_MISSING,
                    FIELD_ILL_FORMED,
                    FIELD_IS_KNOWN,
                    ONE_OF_IS_NAMED,
                    PARAMETER_IS_KNOWN,
                    IDEMPOTENCY_KEY_IS_GIVEN -> HttpStatus.BAD_REQUEST;
            case AGENT_IS_IMPARTIAL, AGENT_ACTS_UNDER_ITS_OWN_NAME -> HttpStatus.FORBIDDEN;
            case SUBJECT_IS_KNOWN, ACT_IS_KNOWN -> HttpStatus.NOT_FOUND;
            case IDEMPOTENCY_KEY_MEANS_ONE_ACT,
                    LENGTH_IS_WELL_FORMED,
                    OBLIGATION_EXISTS,
                    DOCUMENT_MAY_SPEAK_FOR_IT,
                    LENGTH_IS_WITHIN_BOUNDS,
                    STATEMENT_KIND_IS_KNOWN,
                    STATEMENT_COMES_FROM_WHOM_IT_BINDS,
                    STATEMENT_NAMES_WHAT_ITS_KIND_NAMES,
                    STATEMENT_SAYS_WHAT_ITS_KIND_ASKS,
                    NOTICE_IS_OF_THIS_YEAR_OR_THE_NEXT,
                    NOTICE_IS_ISSUED_BEFORE_IT_IS_LOADED,
                    NOTICE_SPEAKS_OF_ITS_YEAR,
                    NOTICE_NAMES_A_DAY_ONCE,
                    MADE_UP_IS_ON_A_WEEKEND,
                    FILE_IS_WHOLE,
                    FILE_HIDES_NOTHING,
                    CALLBACK_ID_MEANS_ONE_CALLBACK,
                    FILE_UNPACKS_TO_SOMETHING_SENSIBLE,
                    PICTURE_HAS_NOT_TOO_MANY_PIXELS -> HttpStatus.UNPROCESSABLE_CONTENT;
            case FILE_TYPE_IS_TAKEN, FILE_IS_OF_THE_TYPE_IT_SAYS -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case FILE_IS_NOT_TOO_LARGE, UPLOAD_BRINGS_WHAT_IT_ANNOUNCED -> HttpStatus.CONTENT_TOO_LARGE;
            case ROOM_IS_LEFT_FOR_FILES -> HttpStatus.INSUFFICIENT_STORAGE;
            case NOTHING_HAPPENED_SINCE -> HttpStatus.PRECONDITION_FAILED;
            default -> HttpStatus.CONFLICT;
        };
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unknown(NotOnSheet absent, Locale locale) {
        return refused(
                Refusal.ofField(Rule.SUBJECT_IS_KNOWN, CaseKind.word(absent.kind()), absent.id()),
                texts.unanswered(locale),
                locale);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unclear(BadQuestion question, Locale locale) {
        String[] expected = Stream.concat(Stream.of("expects." + question.expects()), question.details().stream())
                .toArray(String[]::new);
        return refused(
                Refusal.ofField(Rule.FIELD_ILL_FORMED, question.parameter(), expected),
                texts.unanswered(locale),
                locale);
    }

    /** Parameters are texts, but for numbers. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> noNumber(MethodArgumentTypeMismatchException mismatch, Locale locale) {
        return refused(
                Refusal.ofField(Rule.FIELD_ILL_FORMED, mismatch.getName(), "expects.number"),
                texts.unanswered(locale),
                locale);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException unreadable, Locale locale) {
        if (unreadable.getRootCause() instanceof BodyLimit.TooLarge) {
            return other(new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE), locale);
        }
        return refused(BrokenJson.refusal("body", unreadable.getRootCause()), texts.refused(locale), locale);
    }

    private ResponseEntity<ProblemDetail> unavailable(Exception cause, Locale locale) {
        if (hasNoRoom(cause)) {
            return busy(locale);
        }
        log.warn("the database did not answer: {}", cause.toString());
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return general(HttpStatus.SERVICE_UNAVAILABLE, headers, locale);
    }

    /** The same to all strangers: what is wrong with a credential is for nobody to find out. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> stranger(AuthenticationException stranger, Locale locale) {
        if (stranger instanceof AuthenticationServiceException && stranger.getCause() instanceof Exception cause) {
            return cause instanceof JwtException ? issuerIsSilent(locale) : unavailable(cause, locale);
        }
        boolean callback = stranger instanceof SignedCallback.Missing;
        String code = texts.code(HttpStatus.UNAUTHORIZED.value());
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, (callback ? "Standard-Webhooks" : "Bearer") + " realm=\"redress\"");
        return answer(
                problem(
                        HttpStatus.UNAUTHORIZED,
                        code,
                        texts.title(code, locale),
                        texts.general(callback ? "unsigned" : code, locale)),
                headers,
                locale);
    }

    /** Too much is under way at once; the database is there. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooBusy(Turns.Busy busy, Locale locale) {
        return busy(locale);
    }

    private ResponseEntity<ProblemDetail> busy(Locale locale) {
        return notNow("busy", locale);
    }

    private ResponseEntity<ProblemDetail> issuerIsSilent(Locale locale) {
        log.warn("the keys of the token issuer cannot be fetched");
        return notNow("no-issuer", locale);
    }

    private ResponseEntity<ProblemDetail> notNow(String why, Locale locale) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        String code = "service-unavailable";
        return answer(
                problem(HttpStatus.SERVICE_UNAVAILABLE, code, texts.title(code, locale), texts.general(why, locale)),
                headers,
                locale);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> denied(AccessDeniedException denied, Locale locale) {
        return general(HttpStatus.FORBIDDEN, HttpHeaders.EMPTY, locale);
    }

    /** Nobody is given a proof that proves nothing. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> tampered(Sealer.Disagreement tampered, Locale locale) {
        log.error("what is stored is not what was sealed: {}", tampered.getMessage());
        String code = "internal-error";
        return answer(
                problem(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        code,
                        texts.title(code, locale),
                        texts.general("tampered", locale)),
                HttpHeaders.EMPTY,
                locale);
    }

    /** Whoever asked is gone, and hears nothing any more. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException gone, HttpServletResponse response) {}

    /** What is answered where one act among many fails, or one that was done on a page. */
    public ProblemDetail of(Exception failure, Locale locale) {
        ResponseEntity<ProblemDetail> answer = switch (failure) {
            case Refusal refusal -> refused(refusal, texts.refused(locale), locale);
            case NotOnSheet absent -> unknown(absent, locale);
            case BadQuestion question -> unclear(question, locale);
            case Turns.Busy busy -> tooBusy(busy, locale);
            default -> other(failure, locale);
        };
        return Objects.requireNonNull(answer.getBody());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(Exception cause, Locale locale) {
        if (cause instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            return general(known.getStatusCode(), known.getHeaders(), locale);
        }
        if (cause instanceof InvalidParameterException) {
            return general(HttpStatus.BAD_REQUEST, HttpHeaders.EMPTY, locale);
        }
        if (databaseFailed(cause)) {
            return unavailable(cause, locale);
        }
        log.error("an act or a question failed", cause);
        return general(HttpStatus.INTERNAL_SERVER_ERROR, HttpHeaders.EMPTY, locale);
    }

    /** What only the status says; its headers may say more, such as which methods are allowed. */
    ResponseEntity<ProblemDetail> general(HttpStatusCode status, HttpHeaders headers, Locale locale) {
        String code = texts.code(status.value());
        return answer(problem(status, code, texts.title(code, locale), texts.general(code, locale)), headers, locale);
    }

    /** Whether nobody gave a connection back in time; when the database does not answer, that stands behind it. */
    private static boolean hasNoRoom(Throwable failure) {
        boolean waited = false;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            waited |= cause instanceof SQLTransientConnectionException;
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return false;
            }
        }
        return waited;
    }

    /** Whether the database broke off or had no room; the event store wraps that in exceptions of its own. */
    private static boolean databaseFailed(Throwable failure) {
        if (failure instanceof CannotCreateTransactionException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof TransactionSystemException
                || failure instanceof TransientDataAccessException) {
            return true;
        }
        return SqlStates.of(failure).anyMatch(state -> SERVER_FAILURES.stream().anyMatch(state::startsWith));
    }

    private static ProblemDetail problem(HttpStatusCode status, String code, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("/problems/" + code));
        problem.setTitle(title);
        problem.setProperty("code", code);
        return problem;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, HttpHeaders headers, Locale locale) {
        return ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .header(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
