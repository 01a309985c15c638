package io.redress.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is answered is {@code application/json}, and only an error is {@code application/problem+json}: clients tell the
 * two by their types, whatever their {@code Accept} names first.
 */
@Configuration(proxyBeanMethods = false)
class AnswerTypes implements WebMvcConfigurer {
    /** What the health calls its answer where nobody names a type. */
    private static final MediaType HEALTH = MediaType.parseMediaType("application/vnd.spring-boot.actuator.v3+json");

    private final JsonMapper json;

    AnswerTypes(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        JacksonJsonHttpMessageConverter answers = new JacksonJsonHttpMessageConverter(json);
        answers.setSupportedMediaTypes(List.of(MediaType.APPLICATION_JSON, HEALTH));
        converters.addCustomConverter(new OfProblems(json)).withJsonConverter(answers);
    }

    private static final class OfProblems extends JacksonJsonHttpMessageConverter {
        OfProblems(JsonMapper json) {
            super(json);
            setSupportedMediaTypes(List.of(MediaType.APPLICATION_PROBLEM_JSON));
        }

        @Override
        public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
            return false;
        }

        @Override
        public boolean canWrite(ResolvableType targetType, Class<?> valueClass, @Nullable MediaType mediaType) {
            return ProblemDetail.class.isAssignableFrom(valueClass)
                    && super.canWrite(targetType, valueClass, mediaType);
        }
    }
}
