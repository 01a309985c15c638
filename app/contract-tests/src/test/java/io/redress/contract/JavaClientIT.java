package io.redress.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.client.ApiClient;
import io.redress.client.ApiException;
import io.redress.client.ReturnsApi;
import io.redress.client.SandboxApi;
import io.redress.client.SheetsApi;
import io.redress.client.model.AboutReturn;
import io.redress.client.model.Advance;
import io.redress.client.model.CaseFile;
import io.redress.client.model.Done;
import io.redress.client.model.FeedPage;
import io.redress.client.model.FileReturn;
import io.redress.client.model.Obligation;
import io.redress.client.model.RefuseReturn;
import io.redress.client.model.ReturnKind;
import io.redress.client.model.ReturnReason;
import io.redress.client.model.WindowData;
import io.redress.client.model.WindowOutcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that a generator made of the contract does what consumers and merchants do. */
class JavaClientIT {
    @TempDir
    static Path folder;

    private static DemoService demo;

    @BeforeAll
    static void start() {
        demo = new DemoService(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static ApiClient as(String role, String party) {
        String token = demo.token(role, party);
        ApiClient client = new ApiClient();
        client.updateBaseUri(demo.address() + "/api/v1");
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return client;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Test
    void a_return_is_filed_lapses_and_is_refused_late() throws Exception {
        String name = "R-" + key();
        ReturnsApi consumer = new ReturnsApi(as("consumer", "jun"));
        ReturnsApi merchant = new ReturnsApi(as("merchant", "lanhua-tea"));
        SheetsApi sheets = new SheetsApi(as("consumer", "jun"));
        Done filed = consumer.fileReturn(ReturnsApi.APIFileReturnRequest.newBuilder()
                .idempotencyKey(key())
                .prefer("wait=5")
                .fileReturn(new FileReturn()
                        ._return(name)
                        .order("O3")
                        .kind(ReturnKind.RETURN_AND_REFUND)
                        .reason(ReturnReason.NOT_AS_DESCRIBED)
                        .lines(Set.of("tea")))
                .build());
        assertThat(filed.getSubject()).isEqualTo("return/" + name);

        new SandboxApi(as("platform", "redress"))
                .advanceSandboxClock(SandboxApi.APIAdvanceSandboxClockRequest.newBuilder()
                        .advance(new Advance().by("PT48H"))
                        .build());
        merchant.refuseReturn(ReturnsApi.APIRefuseReturnRequest.newBuilder()
                ._return(name)
                .idempotencyKey(key())
                .prefer("wait=5")
                .refuseReturn(new RefuseReturn().reason("the seal is broken"))
                .build());

        CaseFile file = sheets.readCase(SheetsApi.APIReadCaseRequest.newBuilder()
                .kind("returns")
                .id(name)
                .prefer("wait=5")
                .build());
        assertThat(file.getAbout().getActualInstance())
                .isInstanceOfSatisfying(
                        AboutReturn.class, about -> assertThat(about.getOrder()).isEqualTo("order/O3"));
        assertThat(file.getWindows())
                .filteredOn(window -> window.getObligation() == Obligation.MERCHANT_DECIDE_RETURN_EXCHANGE)
                .singleElement()
                .satisfies(window -> assertThat(window.getOutcome()).isEqualTo(WindowOutcome.MET_LATE));

        FeedPage feed = sheets.listEvents(SheetsApi.APIListEventsRequest.newBuilder()
                ._case("return/" + name)
                .types("io.redress.window.met")
                .prefer("wait=5")
                .build());
        assertThat(feed.getItems())
                .singleElement()
                .satisfies(event -> assertThat(event.getData().getActualInstance())
                        .isInstanceOfSatisfying(
                                WindowData.class,
                                window -> assertThat(window.getLate()).isTrue()));
    }

    @Test
    void a_refusal_says_which_rule_stands_in_the_way() {
        ReturnsApi consumer = new ReturnsApi(as("consumer", "jun"));
        assertThatThrownBy(() -> consumer.withdrawReturn(ReturnsApi.APIWithdrawReturnRequest.newBuilder()
                        ._return("nothing-of-this-name")
                        .idempotencyKey(key())
                        .body(Map.of())
                        .build()))
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(404);
                    assertThat(refused.getResponseBody()).contains("\"subject-is-known\"");
                });
    }
}
