package io.redress.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Anybody may read the contract: programs the file, people the page; the page is served whole by the service itself. */
class ContractPageTest extends InSandbox {
    private static final Pattern SOURCES = Pattern.compile("<(?:script src|link rel=\"stylesheet\" href)=\"([^\"]+)\"");

    @Autowired
    private MockMvc mvc;

    @Test
    void the_contract_is_served_as_it_was_written() throws Exception {
        MockHttpServletResponse answer = get("/openapi/redress.yaml");
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentType()).startsWith("application/yaml");
        assertThat(new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8))
                .isEqualTo(Contract.text());
    }

    @Test
    void the_page_and_all_that_it_loads_come_from_here() throws Exception {
        assertThat(get("/docs").getRedirectedUrl()).isEqualTo("/docs/index.html");
        String page = get("/docs/index.html").getContentAsString(StandardCharsets.UTF_8);
        List<String> sources =
                SOURCES.matcher(page).results().map(MatchResult::group).toList();
        assertThat(sources).hasSize(4);
        for (MatchResult source : SOURCES.matcher(page).results().toList()) {
            String address = source.group(1).startsWith("/") ? source.group(1) : "/docs/" + source.group(1);
            assertThat(get(address).getStatus()).as(address).isEqualTo(200);
        }
    }

    private MockHttpServletResponse get(String address) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.get(address)).andReturn().getResponse();
    }
}
