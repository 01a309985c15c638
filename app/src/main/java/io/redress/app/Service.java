package io.redress.app;

import io.redress.app.Redress.Misuse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Starts the service on a database. */
final class Service {
    private Service() {}

    /** With HTTP. */
    static ConfigurableApplicationContext serve(Database database, Map<String, Object> settings) {
        return start(WebApplicationType.SERVLET, database, settings);
    }

    /** For a command that needs the inside only. */
    static ConfigurableApplicationContext inside(Database database, Map<String, Object> settings) {
        return start(WebApplicationType.NONE, database, settings);
    }

    private static ConfigurableApplicationContext start(
            WebApplicationType type, Database database, Map<String, Object> settings) {
        SpringApplication application = new SpringApplication(RedressApplication.class);
        application.setWebApplicationType(type);
        application.setRegisterShutdownHook(false);
        Map<String, Object> properties = new LinkedHashMap<>(database.properties());
        properties.putAll(settings);
        application.addInitializers(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("redress-command", properties)));
        try {
            return application.run();
        } catch (RuntimeException e) {
            throw Misuse.behind(e).orElseThrow(() -> e);
        }
    }
}
