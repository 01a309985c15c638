package io.redress.app.architecture.bad.query;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Abstract, so that no component scan takes it for real. */
@RestController
abstract class CaseFileController {
    @GetMapping("/bad")
    String read() {
        return "";
    }
}
