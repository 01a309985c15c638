package io.redress.app.pages;

import io.redress.app.access.ApiKeysHttp;
import io.redress.app.access.Caller;
import io.redress.app.access.Caller.Scope;
import io.redress.app.webhook.DeliveryLog;
import io.redress.app.webhook.WebhookDeliveriesHttp;
import io.redress.app.webhook.WebhookEndpointsHttp;
import io.redress.query.NotOnSheet;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a party's systems are told and what they were sent, with what was answered; and its keys. Whoever may not do
 * this over the API may not do it here: it is the API that is asked.
 */
@Controller
@RequestMapping("/systems")
class SystemPagesHttp {
    private static final int SHOWN = 50;

    private final WebhookEndpointsHttp endpoints;
    private final WebhookDeliveriesHttp deliveries;
    private final ApiKeysHttp keys;
    private final JsonMapper json;

    SystemPagesHttp(
            WebhookEndpointsHttp endpoints, WebhookDeliveriesHttp deliveries, ApiKeysHttp keys, JsonMapper json) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.keys = keys;
        this.json = json;
    }

    @GetMapping
    String systems(
            Caller caller,
            @RequestParam(required = false) @Nullable String endpoint,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String done,
            Model model) {
        model.addAttribute("done", done);
        return page(caller, endpoint, state, cursor, model);
    }

    private String page(
            Caller caller, @Nullable String endpoint, @Nullable String state, @Nullable String cursor, Model model) {
        String only = state == null || state.isEmpty() ? null : state;
        model.addAttribute(
                "endpoints", endpoints.list(caller, null, null, SHOWN).items());
        model.addAttribute(
                "deliveries", deliveries.list(caller, null, endpoint, null, null, only, null, null, cursor, SHOWN));
        model.addAttribute("states", DeliveryLog.STATES);
        model.addAttribute("state", only);
        model.addAttribute("endpoint", endpoint);
        model.addAttribute(
                "keys", caller.has(Scope.ADMIN) ? keys.list(caller, null, SHOWN).items() : null);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "systems";
    }

    @GetMapping("/endpoints/{endpoint}/deliveries/{message}")
    String delivery(Caller caller, @PathVariable String endpoint, @PathVariable String message, Model model) {
        DeliveryLog.Detail detail = deliveries.read(endpoint, message, caller);
        model.addAttribute("d", detail);
        model.addAttribute("body", json.writerWithDefaultPrettyPrinter().writeValueAsString(detail.body()));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "delivery";
    }

    // ---- and what is done about them

    /** A secret is shown on the answer to the form and nowhere else: it is kept where nobody reads it. */
    @PostMapping("/endpoints")
    String create(Caller caller, @RequestParam MultiValueMap<String, String> sent, Model model) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        text(sent, "party", asked);
        text(sent, "url", asked);
        text(sent, "description", asked);
        List<String> types = Arrays.stream(
                        Objects.requireNonNullElse(sent.getFirst("types"), "").split("[\\s,]+"))
                .filter(type -> !type.isEmpty())
                .toList();
        if (!types.isEmpty()) {
            types.forEach(asked.putArray("types")::add);
        }
        return shown(caller, endpoints.create(asked, CasePagesHttp.headers(sent), caller), model);
    }

    private String shown(Caller caller, ResponseEntity<WebhookEndpointsHttp.New> answer, Model model) {
        model.addAttribute("made", answer.getBody());
        return page(caller, null, null, null, model);
    }

    private static void text(MultiValueMap<String, String> sent, String field, ObjectNode into) {
        String text = sent.getFirst(field);
        if (text != null && !text.isBlank()) {
            into.put(field, text.strip());
        }
    }

    @PostMapping("/endpoints/{endpoint}/rotate")
    String rotate(
            Caller caller,
            @PathVariable String endpoint,
            @RequestParam MultiValueMap<String, String> sent,
            Model model) {
        return shown(caller, endpoints.rotate(endpoint, CasePagesHttp.headers(sent), caller), model);
    }

    @PostMapping("/endpoints/{endpoint}/{what}")
    ResponseEntity<Void> change(
            Caller caller,
            @PathVariable String endpoint,
            @PathVariable String what,
            @RequestParam MultiValueMap<String, String> sent) {
        HttpHeaders headers = CasePagesHttp.headers(sent);
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        switch (what) {
            case "enable", "disable" ->
                endpoints.change(endpoint, wish.put("enabled", what.equals("enable")), headers, caller);
            case "delete" -> endpoints.delete(endpoint, headers, caller);
            case "ping" -> endpoints.ping(endpoint, headers, caller);
            case "replay" -> {
                String since = Objects.requireNonNullElse(sent.getFirst("since"), "");
                endpoints.replay(
                        endpoint,
                        wish.put(
                                "since",
                                since.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d") ? since + ":00+08:00" : since),
                        headers,
                        caller);
            }
            default -> throw new NotOnSheet("act", what);
        }
        return back("/systems?done=" + what);
    }

    @PostMapping("/endpoints/{endpoint}/deliveries/{message}/resend")
    ResponseEntity<Void> resend(
            Caller caller,
            @PathVariable String endpoint,
            @PathVariable String message,
            @RequestParam MultiValueMap<String, String> sent) {
        deliveries.resend(endpoint, message, CasePagesHttp.headers(sent), caller);
        return back("/systems?done=resend");
    }

    @PostMapping("/keys/{id}/revoke")
    ResponseEntity<Void> revoke(
            Caller caller, @PathVariable String id, @RequestParam MultiValueMap<String, String> sent) {
        keys.revoke(id, CasePagesHttp.headers(sent), caller);
        return back("/systems?done=revoke");
    }

    private static ResponseEntity<Void> back(String where) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, where)
                .build();
    }
}
