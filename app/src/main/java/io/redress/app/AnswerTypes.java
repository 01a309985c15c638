package io.redress.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.context.annotation.Bean;
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
    private final JsonMapper json;

    AnswerTypes(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        JacksonJsonHttpMessageConverter answers = new JacksonJsonHttpMessageConverter(json);
        answers.setSupportedMediaTypes(List.of(MediaType.APPLICATION_JSON));
        converters.addCustomConverter(new OfProblems(json)).withJsonConverter(answers);
    }

    /** The health is answered like all else, and not under a type of its own. */
    @Bean
    static EndpointMediaTypes typesOfTheHealth() {
        return new EndpointMediaTypes(MediaType.APPLICATION_JSON_VALUE);
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
