package io.redress.app.pages;

import io.redress.app.Problems;
import io.redress.app.access.CurrentCaller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.ui.ModelMap;
import org.springframework.validation.support.BindingAwareModelMap;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What goes wrong with a page is said on a page, in the words in which the API says it. */
@ControllerAdvice(basePackageClasses = PageProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageProblems {
    private final Problems problems;
    private final PageModel model;
    private final CurrentCaller current;

    PageProblems(Problems problems, PageModel model, CurrentCaller current) {
        this.problems = problems;
        this.model = model;
        this.current = current;
    }

    @ExceptionHandler
    ModelAndView problem(Exception failure, Locale locale, HttpServletRequest request) {
        // over the API it is said further out
        Exception said =
                failure instanceof AccessDeniedException ? new ResponseStatusException(HttpStatus.FORBIDDEN) : failure;
        ProblemDetail problem = problems.of(said, locale);
        BindingAwareModelMap attributes = new BindingAwareModelMap();
        // the way back to the same page in the other language must not do again what failed
        String path = request.getMethod().equals("GET") ? request.getRequestURI() : "/";
        model.fill(attributes, locale, current.get(), path, "");
        attributes.addAttribute("problem", problem);
        return new ModelAndView("problem", (ModelMap) attributes, HttpStatusCode.valueOf(problem.getStatus()));
    }
}
