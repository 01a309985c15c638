package io.redress.app;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stops reading a body that is larger than any act, or than many of them, whatever length it announced. */
@Component
class BodyLimit extends OncePerRequestFilter {
    private static final long BYTES_MAX = 1 << 20;
    private static final Pattern FILE = Pattern.compile(ActsHttp.BASE + "/cases/[^/]+/[^/]+/files/[^/]+");
    private static final Pattern FORM = Pattern.compile("/cases/[^/]+/[^/]+/files");

    /** There was more to read than anybody needs. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long bytesMax) {
            super("more than " + bytesMax + " bytes");
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = request.getRequestURI();
        if ((HttpMethod.PATCH.matches(request.getMethod())
                        && FILE.matcher(address).matches())
                || (HttpMethod.POST.matches(request.getMethod())
                        && FORM.matcher(address).matches())) {
            chain.doFilter(request, response); // a file comes in, and whoever takes it in counts its bytes
            return;
        }
        boolean many = request.getRequestURI().equals(FactsHttp.ADDRESS);
        chain.doFilter(new Limited(request, many ? FactsHttp.BYTES_MAX : BYTES_MAX), response);
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final long bytesMax;

        Limited(HttpServletRequest request, long bytesMax) {
            super(request);
            this.bytesMax = bytesMax;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counting(super.getInputStream(), bytesMax);
        }
    }

    private static final class Counting extends ServletInputStream {
        private final ServletInputStream body;
        private final long bytesMax;
        private long bytes;

        Counting(ServletInputStream body, long bytesMax) {
            this.body = body;
            this.bytesMax = bytesMax;
        }

        private int counted(int read) throws IOException {
            bytes += Math.max(read, 0);
            if (bytes > bytesMax) {
                throw new TooLarge(bytesMax);
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            counted(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return counted(body.read(into, offset, length));
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
