package io.redress.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.redress.app.contract.Contract.Operation;
import io.redress.command.door.ActReader;
import java.io.UnsupportedEncodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** The service answers at the addresses of the contract, and at no others. */
class AddressesTest extends InSandbox {
    private static final Pattern WORDS = Pattern.compile("\\{\\w+:([a-z|-]+)}");
    private static final String ACT = "{act}";

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @Autowired
    private ActReader reader;

    @Autowired
    private MockMvc mvc;

    @Test
    void every_address_of_the_service_is_an_operation_of_the_contract_and_the_reverse() {
        Set<String> served = mappings.getHandlerMethods().keySet().stream()
                .flatMap(this::addresses)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> promised = Contract.shipped().operations().stream()
                .map(operation -> operation.method() + " " + Contract.BASE + nameless(operation.path()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(served).isEqualTo(promised);
    }

    @Test
    void every_act_that_scenarios_know_can_be_done_over_http() {
        assertThat(Contract.shipped().acts().stream().map(Operation::act).collect(Collectors.toSet()))
                .isEqualTo(reader.acts());
    }

    private Stream<String> addresses(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        return mapping.getPatternValues().stream()
                .filter(pattern -> pattern.startsWith("/api"))
                .flatMap(AddressesTest::alternatives)
                .flatMap(this::eachAct)
                .map(AddressesTest::nameless)
                .flatMap(address -> methods.isEmpty()
                        ? Stream.of("any method " + address)
                        : methods.stream().map(method -> method + " " + address));
    }

    /** A pattern that lists words stands for an address with each of them. */
    private static Stream<String> alternatives(String pattern) {
        Matcher words = WORDS.matcher(pattern);
        return words.find()
                ? Arrays.stream(words.group(1).split("\\|"))
                        .flatMap(word -> alternatives(
                                pattern.substring(0, words.start()) + word + pattern.substring(words.end())))
                : Stream.of(pattern);
    }

    /** A pattern that leaves the act open stands for an address with each act that the service knows there. */
    private Stream<String> eachAct(String pattern) {
        return pattern.contains(ACT)
                ? reader.acts().stream().map(act -> pattern.replace(ACT, act)).filter(this::isKnown)
                : Stream.of(pattern);
    }

    private boolean isKnown(String address) {
        MockHttpServletResponse answer = answer(nameless(address).replace("{}", "nothing-of-this-name"));
        return !code(answer).equals("act-is-known");
    }

    private MockHttpServletResponse answer(String address) {
        try {
            return mvc.perform(post(address)).andReturn().getResponse();
        } catch (Exception e) {
            throw new AssertionError(address, e);
        }
    }

    private static String code(MockHttpServletResponse problem) {
        assertThat(problem.getStatus()).isIn(List.of(400, 404));
        try {
            return JsonMapper.shared()
                    .readTree(problem.getContentAsString())
                    .get("code")
                    .stringValue();
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static String nameless(String address) {
        return address.replaceAll("\\{\\w+}", "{}");
    }
}
