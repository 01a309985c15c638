package io.redress.app.contract;

import io.redress.app.access.Caller.Kind;
import io.redress.app.access.DevelopmentIssuer;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Requests that say nothing else come from the platform. */
@TestConfiguration(proxyBeanMethods = false)
class PlatformAsks {
    @Bean
    MockMvcBuilderCustomizer everyRequest(DevelopmentIssuer issuer) {
        String token = issuer.token(Kind.PLATFORM, "platform", Kind.PLATFORM.most(), List.of())
                .token();
        return mvc -> mvc.defaultRequest(
                MockMvcRequestBuilders.get("/").header(HttpHeaders.AUTHORIZATION, "Bearer " + token));
    }
}
