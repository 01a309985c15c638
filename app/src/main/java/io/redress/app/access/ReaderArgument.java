package io.redress.app.access;

import io.redress.api.party.Party;
import io.redress.query.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Whatever reads a sheet is told for whom by a parameter of the type {@link Reader}. */
@Component
class ReaderArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    private final CurrentCaller current;

    ReaderArgument(CurrentCaller current) {
        this.current = current;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Reader.class;
    }

    @Override
    public Reader resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return reader(current.get());
    }

    /** As what a caller reads. Nobody who comes over the network reads as the service itself. */
    static Reader reader(Caller caller) {
        return switch (caller.kind()) {
            case CONSUMER -> Reader.party(Party.consumer(caller.name()));
            case MERCHANT -> Reader.party(Party.merchant(caller.name()));
            case OPERATOR -> Reader.party(Party.roomOperator(caller.name()));
            case AGENT -> Reader.agent(caller.name(), caller.connections());
            case PLATFORM -> Reader.PLATFORM;
            case FEED, NOBODY -> Reader.NOBODY;
        };
    }
}
