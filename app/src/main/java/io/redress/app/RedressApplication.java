package io.redress.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The service: the command side, the sheets of the query side, and HTTP over both. */
@SpringBootApplication(scanBasePackages = {"io.redress.app", "io.redress.query"})
class RedressApplication {}
