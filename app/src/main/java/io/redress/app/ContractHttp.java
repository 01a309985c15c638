package io.redress.app;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The contract, for programs as it was written, and for people as a page. */
@RestController
class ContractHttp {
    private static final Resource CONTRACT = new ClassPathResource("openapi/redress.yaml");
    private static final Resource EVENTS = new ClassPathResource("asyncapi/redress.yaml");

    @GetMapping(path = "/openapi/redress.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    Resource contract() {
        return CONTRACT;
    }

    @GetMapping(path = "/asyncapi/redress.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    Resource events() {
        return EVENTS;
    }

    @GetMapping({"/docs", "/docs/"})
    ResponseEntity<Void> page() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .header(HttpHeaders.LOCATION, "/docs/index.html")
                .build();
    }
}
