package io.redress.app.pages;

import io.redress.app.desk.DeskHttp;
import io.redress.query.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** For whoever supervises: how the desk does (主管视图), and how everybody keeps to the standard (合规看板). */
@Controller
@RequestMapping("/desk")
class BoardPagesHttp {
    private static final int SHOWN = 50;
    private static final List<String> FILTERS = List.of(
            "clause", "what", "obligation", "outcome", "owed", "rescinded", "unheard", "withdrawnBy", "from", "to");

    private final DeskHttp desk;

    BoardPagesHttp(DeskHttp desk) {
        this.desk = desk;
    }

    @GetMapping("/overview")
    String overview(
            Reader reader,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            Model model) {
        model.addAttribute("view", desk.overview(reader, given(from), given(to)));
        return "overview";
    }

    @GetMapping("/conformance")
    String conformance(
            Reader reader,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            Model model) {
        model.addAttribute("view", desk.conformance(reader, given(from), given(to)));
        return "conformance";
    }

    @GetMapping("/conformance/windows")
    String windows(Reader reader, @RequestParam Map<String, String> asked, Model model) {
        model.addAttribute(
                "page",
                desk.windows(
                        reader,
                        asked.get("clause"),
                        asked.get("from"),
                        asked.get("to"),
                        asked.get("obligation"),
                        asked.get("outcome"),
                        asked.get("owed"),
                        asked.get("rescinded"),
                        asked.get("unheard"),
                        asked.get("withdrawnBy"),
                        asked.get("cursor"),
                        SHOWN));
        return list("windows", asked, model);
    }

    @GetMapping("/conformance/missing-documents")
    String missing(Reader reader, @RequestParam Map<String, String> asked, Model model) {
        model.addAttribute(
                "page", desk.missing(reader, asked.get("clause"), asked.get("what"), asked.get("cursor"), SHOWN));
        return list("missing-documents", asked, model);
    }

    /** A form sends an empty day for none. */
    private static @Nullable String given(@Nullable String day) {
        return day == null || day.isEmpty() ? null : day;
    }

    private static String list(String list, Map<String, String> asked, Model model) {
        Map<String, String> only = new LinkedHashMap<>(asked);
        only.keySet().retainAll(FILTERS);
        UriComponentsBuilder more = UriComponentsBuilder.fromPath("/desk/conformance/" + list);
        only.keySet().forEach(name -> more.queryParam(name, "{" + name + "}"));
        model.addAttribute("list", list);
        model.addAttribute("only", only);
        model.addAttribute(
                "more",
                more.queryParam("cursor", "").encode().buildAndExpand(only).toUriString());
        return "conformance-list";
    }
}
