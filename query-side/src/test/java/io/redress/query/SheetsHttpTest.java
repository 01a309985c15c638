package io.redress.query;

import static io.redress.query.Told.hour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import jakarta.servlet.ServletException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sheets as they are read over HTTP, after a year in which everything happened. */
class SheetsHttpTest {
    private static AnnotationConfigApplicationContext context;
    private static Bench bench;
    private static MockMvc http;

    @BeforeAll
    static void readEverything() {
        context = Bench.wire(InstantSource.fixed(hour(130)));
        Collection<Object> sheets = context.getBeansWithAnnotation(Sheet.class).values();
        bench = new Bench(sheets.toArray());
        bench.publish(Year.events());
        Object[] controllers =
                context.getBeansWithAnnotation(RestController.class).values().toArray();
        http = MockMvcBuilders.standaloneSetup(controllers)
                .setCustomArgumentResolvers(new AsThePlatform())
                .build();
    }

    /** Who is asking is known to the service, of which this is a part. */
    private static final class AsThePlatform implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Reader.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                ModelAndViewContainer model,
                NativeWebRequest request,
                WebDataBinderFactory binders) {
            return Reader.PLATFORM;
        }
    }

    @AfterAll
    static void close() {
        bench.close();
        context.close();
    }

    private static JsonNode read(String address) throws Exception {
        MockHttpServletResponse response =
                http.perform(get(URI.create("/api/v1" + address))).andReturn().getResponse();
        assertThat(response.getStatus()).as(address).isEqualTo(200);
        return JsonMapper.shared().readTree(response.getContentAsByteArray());
    }

    @Test
    void the_board_shows_running_windows_with_offset_and_remaining_seconds() throws Exception {
        JsonNode board = read("/windows?party=platform&state=open&limit=1");

        assertThat(board.get("items")).hasSize(1);
        assertThat(board.get("items").get(0)).hasToString("""
                {"subject":"intervention/complaint/C5","obligation":"platform-provide-solution",\
                "name":{"en":"provide a solution","zh":"给出处理方案"},"number":1,\
                "owedBy":"platform","openedAt":"2026-11-16T21:00:00+08:00","dueAt":"2026-11-21T21:00:00+08:00",\
                "outcome":"open","remainingSeconds":399600,"closedAt":null,"lapsed":false,"rescinded":false,"unheard":false,"layer":"default",\
                "length":"PT120H","document":null,"clause":"6.4.2 c","provisional":false,"suspendedAt":null,\
                "proposedDueAt":null}""");
        assertThat(board.get("next").isNull()).isTrue();
    }

    @Test
    void a_cursor_goes_on_behind_the_last_item() throws Exception {
        JsonNode first = read("/demands?limit=3");
        JsonNode second = read("/demands?limit=100&cursor=" + first.get("next").asString());

        assertThat(first.get("items")).hasSize(3);
        assertThat(second.get("items").get(0).get("subject").asString()).isEqualTo("complaint/C2");
    }

    @Test
    void a_case_file_carries_entries_windows_and_lines_in_both_languages() throws Exception {
        JsonNode file = read("/cases/returns/R6");

        assertThat(file.get("subject").asString()).isEqualTo("return/R6");
        assertThat(file.get("state").asString()).isEqualTo("decided");
        assertThat(file.get("ending").asString()).isEqualTo("decided");
        assertThat(file.get("parties")).hasToString("""
                {"consumer":"U1","merchant":"M1","operator":"H1","room":"L1"}""");
        assertThat(file.get("windows")).hasSize(10);
        assertThat(file.get("entries")).hasSize(20);
        JsonNode lapse = file.get("entries").get(2);
        assertThat(lapse.get("event").asString()).isEqualTo("window.lapsed.v1");
        assertThat(lapse.get("summary").get("zh").asString()).isEqualTo("商家 M1 未在期限内处理仅退款申请。");
        assertThat(lapse.get("changes").get(0).get("change").asString()).isEqualTo("lapsed");
        assertThat(read("/cases/returns/R6/windows").get("items")).isEqualTo(file.get("windows"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"returns/R1", "complaints/C1", "orders/O1", "inquiries/I1", "reports/V1"})
    void every_kind_of_case_has_a_file_and_windows(String address) throws Exception {
        assertThat(read("/cases/" + address).get("entries")).isNotEmpty();
        assertThat(read("/cases/" + address + "/windows").get("items")).isNotEmpty();
    }

    @Test
    void the_queue_says_why_an_item_is_there() throws Exception {
        JsonNode item = read("/queue").get("items").get(0);

        assertThat(item.get("kind").asString()).isEqualTo("intervention");
        assertThat(item.get("marked").booleanValue()).isTrue();
        assertThat(item.get("alerts").get(0).get("lapsedAt").asString()).isEqualTo("2026-11-17T21:00:00+08:00");
        assertThat(item.get("reason").get("text").get("zh").asString()).isEqualTo("消费者申请平台介入。");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merchant:M1", "consumer:U1", "room-operator:H1", "platform"})
    void every_figure_of_a_record_can_be_traced(String party) throws Exception {
        JsonNode record = read("/parties/" + party + "/record");
        for (JsonNode line : record.get("obligations")) {
            String of = "/parties/" + party + "/record/windows?limit=100&obligation="
                    + line.get("obligation").stringValue();
            JsonNode figures = line.get("figures");
            assertThat(read(of).get("items")).hasSize(figures.get("opened").intValue());
            assertThat(read(of + "&outcome=met").get("items"))
                    .hasSize(figures.get("metInTime").intValue());
            assertThat(read(of + "&outcome=met-late&unheard=false").get("items"))
                    .hasSize(figures.get("metLate").intValue());
            assertThat(read(of + "&outcome=lapsed&unheard=false").get("items"))
                    .hasSize(figures.get("lapsed").intValue());
            assertThat(read(of + "&unheard=true").get("items"))
                    .hasSize(figures.get("unheard").intValue());
            assertThat(read(of + "&owed=true&unheard=false").get("items"))
                    .hasSize(figures.get("lapsedStillOwed").intValue());
            assertThat(read(of + "&outcome=withdrawn").get("items"))
                    .hasSize(figures.get("withdrawn").intValue());
            assertThat(read(of + "&outcome=open").get("items"))
                    .hasSize(figures.get("open").intValue());
            assertThat(read(of + "&outcome=suspended").get("items"))
                    .hasSize(figures.get("suspended").intValue());
        }
        JsonNode interventions = record.get("interventions");
        String of = "/parties/" + party + "/record/interventions";
        assertThat(read(of).get("items")).hasSize(interventions.get("opened").intValue());
        Map<String, String> outcomes = Map.of(
                "open", "open",
                "decidedAgainst", "decided-against",
                "decidedFor", "decided-for",
                "decidedOnOthers", "decided-on-others",
                "settled", "settled",
                "referred", "referred",
                "ended", "ended");
        for (Map.Entry<String, String> outcome : outcomes.entrySet()) {
            assertThat(read(of + "?outcome=" + outcome.getValue()).get("items"))
                    .hasSize(interventions.get(outcome.getKey()).intValue());
        }
    }

    @Test
    void an_order_shows_its_lines_beside_its_other_fields() throws Exception {
        JsonNode order = read("/orders/O1");

        assertThat(order.get("amountFen").intValue()).isEqualTo(12_500);
        assertThat(order.get("lines").get(0).get("claimedBy").asString()).isEqualTo("return/R1");
        assertThat(read("/orders?party=merchant:M1").get("items")).hasSize(3);
    }

    @Test
    void a_document_shows_what_is_in_force_what_is_announced_and_what_each_version_changes() throws Exception {
        JsonNode plan = read("/documents/plans/M1/L1");

        assertThat(plan.get("inForce")).hasToString("""
                {"number":1,"state":"in-force","publishedAt":"2026-11-11T20:00:00+08:00","publishedBy":"merchant:M1",\
                "effectiveAt":"2026-11-11T20:00:00+08:00","effectiveUntil":"2026-11-20T04:00:00+08:00",\
                "agreedBy":"H1","proposal":null,"autoUrge":null,"secondPersonAboveFen":null,"replaces":null,\
                "windows":[{"obligation":"merchant-decide-refund-only","length":"PT36H","replaced":null}]}""");
        assertThat(plan.get("announced")).hasSize(1);
        assertThat(plan.get("proposal").get("state").asString()).isEqualTo("confirmed");
        assertThat(plan.get("versions").get(0)).isEqualTo(read("/documents/plans/M1/L1/versions/2"));
        assertThat(plan.get("versions").get(0).get("windows")).hasToString("""
                [{"obligation":"merchant-decide-refund-only","length":null,"replaced":"PT36H"}]""");
        assertThat(read("/documents/plans/M1/L1?at=2026-11-20T04:00:00%2B08:00")
                        .get("inForce")
                        .get("number")
                        .intValue())
                .isEqualTo(2);
        assertThat(read("/documents/rules").get("inForce").get("autoUrge").booleanValue())
                .isTrue();
        assertThat(read("/documents/rules/versions/1").get("publishedBy").asString())
                .isEqualTo("platform");
        assertThat(read("/documents/mechanisms/H1").get("versions")).hasSize(1);
        assertThat(read("/documents/mechanisms/H1/versions/1").get("number").intValue())
                .isEqualTo(1);
        assertThat(read("/documents?kind=plan&merchant=M1&room=L1&operator=H1&waiting=false")
                        .get("items"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cases/returns/nobody",
                "/cases/nothing/R1",
                "/cases/returns/nobody/windows",
                "/orders/O9",
                "/documents/plans/M1/L9",
                "/documents/plans/M1/L1/versions/3",
                "/documents/mechanisms/H9",
                "/documents/mechanisms/H1/versions/0",
                "/documents/rules/versions/2",
                "/parties/merchant:nobody/record",
                "/parties/king/record"
            })
    void what_is_not_on_a_sheet_is_named_to_the_caller(String address) {
        assertThatThrownBy(() -> read(address))
                .isInstanceOf(ServletException.class)
                .hasRootCauseInstanceOf(NotOnSheet.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/windows?party=merchant",
                "/windows?party=merchant:",
                "/windows?party=nobody:M1",
                "/windows?state=asleep",
                "/windows?obligation=express",
                "/windows?clause=six",
                "/windows?dueFrom=tomorrow",
                "/windows?dueBefore=%2B10000-01-01T00:00:00Z",
                "/parties/merchant:M1/record?from=yesterday",
                "/parties/merchant:M1/record?from=2026-11-20&to=2026-11-10",
                "/parties/merchant:M1/record/ratings?room=",
                "/parties/merchant:M1/record/windows?owed=maybe",
                "/parties/merchant:M1/record/interventions?outcome=lost",
                "/windows?limit=0",
                "/queue?limit=101",
                "/queue?cursor=",
                "/queue?cursor=!",
                "/queue?cursor=bnVsbA",
                "/queue?cursor=WyJxdWV1ZSIsbnVsbCwiIiwiMSIsIjEiLCIxIiwiMSJd",
                "/queue?cursor=WyJxdWV1ZSIsInRydWUiLCJsYXRlciIsIjEiLCIyIiwiMyIsIjQiXQ",
                "/demands?cursor=WyJvcmRlcnMiLCIxIl0",
                "/demands?cursor=WyJkZW1hbmRzIiwieCJd",
                "/demands?state=lost",
                "/demands?kind=order",
                "/orders?party=",
                "/documents?kind=order",
                "/documents?waiting=perhaps",
                "/documents?at=now",
                "/documents?cursor=WyJvcmRlcnMiLCIxIl0",
                "/documents/rules?at=%2B999999999-01-01T00:00:00Z",
                "/documents/rules?cursor=!",
            })
    void nonsense_is_the_askers_mistake(String address) {
        assertThatThrownBy(() -> read(address))
                .isInstanceOf(ServletException.class)
                .hasRootCauseInstanceOf(BadQuestion.class);
    }

    @Test
    void a_cursor_cannot_name_a_moment_that_the_database_does_not_know() {
        String cursor = Cursor.of("windows", "+999999999-01-01T00:00:00Z", "a", "b", "c", 1)
                .text();

        assertThatThrownBy(() -> read("/windows?cursor=" + cursor)).hasRootCauseInstanceOf(BadQuestion.class);
    }
}
