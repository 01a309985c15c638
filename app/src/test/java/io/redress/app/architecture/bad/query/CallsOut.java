package io.redress.app.architecture.bad.query;

import java.net.http.HttpClient;

class CallsOut {
    HttpClient client;
}
