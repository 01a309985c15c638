// Every unsafe request needs an Idempotency-Key: one is made when the reader leaves it empty.
window.ui = SwaggerUIBundle({
  url: '/openapi/redress.yaml',
  dom_id: '#contract',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  filter: true,
  persistAuthorization: false,
  tryItOutEnabled: false,
  validatorUrl: null,
  requestInterceptor(request) {
    if (request.method && request.method.toUpperCase() === 'POST' && !request.headers['Idempotency-Key']) {
      request.headers['Idempotency-Key'] = crypto.randomUUID();
    }
    return request;
  },
});
