package io.redress.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.mockmvc.MockMvcRequest;
import com.atlassian.oai.validator.mockmvc.MockMvcResponse;
import com.atlassian.oai.validator.model.Response;
import com.atlassian.oai.validator.report.SimpleValidationReportFormat;
import com.atlassian.oai.validator.report.ValidationReport;
import io.redress.app.contract.Contract.Operation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Requests to the service and its answers, each held to the contract. */
final class Exchanges {
    private static final OpenApiInteractionValidator VALIDATOR =
            OpenApiInteractionValidator.createForInlineApiSpecification(Contract.text())
                    .build();

    /** What came back. */
    record Answer(int status, String text, JsonNode body, MockHttpServletResponse response) {
        @Nullable
        String location() {
            return response.getHeader("Location");
        }

        String version() {
            return Objects.requireNonNullElse(response.getHeader("ETag"), "");
        }

        boolean replayed() {
            return "true".equals(response.getHeader("Idempotency-Replayed"));
        }

        String code() {
            return body.path("code").asString("");
        }
    }

    private static final String KEY = "Idempotency-Key";

    private static final Pattern NO_SECONDS = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?!:\\d\\d)");
    private static final Pattern ELSEWHERE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(?!\\+08:00|[0-9:.])");

    private final MockMvc mvc;
    private final Set<String> accepted;
    private final Set<String> refused;
    private final @Nullable String credential;

    /** With the service's own platform. */
    Exchanges(MockMvc mvc) {
        this(mvc, new TreeSet<>(), new TreeSet<>(), null);
    }

    private Exchanges(MockMvc mvc, Set<String> accepted, Set<String> refused, @Nullable String credential) {
        this.mvc = mvc;
        this.accepted = accepted;
        this.refused = refused;
        this.credential = credential;
    }

    /** With whoever holds this; what was heard is counted together. */
    Exchanges as(String token) {
        return new Exchanges(mvc, accepted, refused, token);
    }

    /** The operations that did what they were asked at least once. */
    Set<String> accepted() {
        return accepted;
    }

    /** The operations that did not, because of what was asked or of how things stand. */
    Set<String> refused() {
        return refused;
    }

    /** A request to an operation, in the making. */
    final class Request {
        private final Operation operation;
        private final MockHttpServletRequestBuilder builder;
        private boolean keyed;

        private Request(Operation operation, String address) {
            this.operation = operation;
            builder = MockMvcRequestBuilders.request(
                    HttpMethod.valueOf(operation.method()), URI.create(Contract.BASE + address));
        }

        Request with(String header, String value) {
            builder.header(header, value);
            keyed |= header.equals(KEY);
            return this;
        }

        /** An act that forgot its key. */
        Request withoutKey() {
            keyed = true;
            return this;
        }

        Request body(JsonNode json) {
            return body(json.toString(), MediaType.APPLICATION_JSON);
        }

        Request body(byte[] bytes, MediaType type) {
            builder.contentType(type).content(bytes);
            return this;
        }

        Request body(String text, MediaType type) {
            builder.contentType(type).content(text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** The answer to a request that the contract allows. */
        Answer answer() {
            return answer(true);
        }

        /** The answer to a request that the contract does not allow. */
        Answer answerToNonsense() {
            return answer(false);
        }

        private Answer answer(boolean sensible) {
            MvcResult result = perform();
            MockHttpServletResponse answer = result.getResponse();
            if (sensible) {
                fits(VALIDATOR.validate(MockMvcRequest.of(result.getRequest()), MockMvcResponse.of(answer)), answer);
            } else {
                assertThat(VALIDATOR
                                .validateRequest(MockMvcRequest.of(result.getRequest()))
                                .hasErrors())
                        .as("the contract allows %s", operation)
                        .isTrue();
                Response response = MockMvcResponse.of(answer);
                fits(
                        VALIDATOR.validateResponse(
                                operation.path(),
                                com.atlassian.oai.validator.model.Request.Method.valueOf(operation.method()),
                                response),
                        answer);
            }
            (answer.getStatus() < 400 ? accepted : refused).add(operation.id());
            String text = new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
            assertThat(text)
                    .as("RFC 3339 instants have seconds and +08:00")
                    .doesNotContainPattern(NO_SECONDS)
                    .doesNotContainPattern(ELSEWHERE);
            return new Answer(answer.getStatus(), text, body(answer, text), answer);
        }

        /** Lines of JSON as a list, and nothing of what is no JSON. */
        private static JsonNode body(MockHttpServletResponse answer, String text) {
            if (Contract.LINES.equals(answer.getContentType())) {
                return JsonMapper.shared().readTree("[" + String.join(",", text.split("\n")) + "]");
            }
            return String.valueOf(answer.getContentType()).contains("json")
                    ? JsonMapper.shared().readTree(answer.getContentAsByteArray())
                    : MissingNode.getInstance();
        }

        private MvcResult perform() {
            if (credential != null) {
                builder.header("Authorization", "Bearer " + credential);
            }
            if (operation.takesAKey() && !keyed) {
                with(KEY, UUID.randomUUID().toString());
            }
            try {
                return mvc.perform(builder).andReturn();
            } catch (Exception e) {
                throw new AssertionError(operation.toString(), e);
            }
        }

        private void fits(ValidationReport report, MockHttpServletResponse answer) {
            assertThat(report.hasErrors())
                    .as(() -> operation + " does not fit the contract\n"
                            + SimpleValidationReportFormat.getInstance().apply(report) + "\n"
                            + new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8))
                    .isFalse();
        }
    }

    /** A request to this operation on a subject of this name; the name is left out where the address has none. */
    Request to(Operation operation, String... names) {
        String address = operation.path();
        for (String name : names) {
            address = address.replaceFirst(
                    "\\{\\w+}",
                    UriUtils.encodePathSegment(name, StandardCharsets.UTF_8).replace("$", "\\$"));
        }
        return new Request(operation, address);
    }

    /** A question, with its parameters as they stand in an address. */
    Request ask(Operation operation, String parameters, String... names) {
        Request named = to(operation, names);
        named.builder.queryParams(
                UriComponentsBuilder.fromUriString("?" + parameters).build().getQueryParams());
        return named;
    }
}
