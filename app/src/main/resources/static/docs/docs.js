// Shows the contract so that a person who has pasted a token can do every operation.

const callers = {
  consumer: '消费者', merchant: '商家', operator: '直播主体', agent: '平台客服', platform: '平台', feed: '外部系统接入',
};

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** What "#/…" points at. */
function resolve(contract, node) {
  return node.$ref ? node.$ref.slice(2).split('/').reduce((found, part) => found[part], contract) : node;
}

/**
 * What is required stands there filled in. What may be left out is left empty, or every example would become a filter
 * or a condition that nobody asked for; what it looks like is said instead.
 */
function forPeople(parameter) {
  const shown = structuredClone(parameter);
  if (shown.name === 'Idempotency-Key') {
    shown.required = false;
    shown.description += ' **Left empty, this page makes a new one. 留空则由本页生成。**';
  }
  if (!shown.required && 'example' in shown) {
    shown.description += ` (\`${shown.example}\`)`;
    delete shown.example;
  }
  if (!shown.required && shown.schema) {
    delete shown.schema.default;
  }
  return shown;
}

/** For whom an operation is and how it may be refused, which the page would not show by itself. */
function remarks(operation) {
  const remarks = [];
  if (operation['x-callers']) {
    remarks.push('**For · 调用方**: '
      + operation['x-callers'].map((caller) => `${caller} ${callers[caller] ?? ''}`.trim()).join(' · '));
  }
  if (operation['x-refusals']) {
    remarks.push('**May be refused as · 可能的拒绝**: '
      + operation['x-refusals'].map((code) => `[${code}](/problems/${code})`).join(' · '));
  }
  return remarks.map((remark) => `\n\n${remark}`).join('');
}

/** The same contract, told to this page: a path's parameters stand in its operations, or a deep link would miss them. */
function prepared(contract) {
  const paths = Object.entries(contract.paths).map(([path, item]) => {
    const { parameters: shared = [], ...rest } = item;
    const operations = methods.filter((method) => rest[method]).map((method) => {
      const operation = rest[method];
      return [method, {
        ...operation,
        description: (operation.description ?? '') + remarks(operation),
        parameters: [...shared, ...(operation.parameters ?? [])]
          .map((parameter) => forPeople(resolve(contract, parameter))),
      }];
    });
    return [path, { ...rest, ...Object.fromEntries(operations) }];
  });
  return { ...contract, paths: Object.fromEntries(paths) };
}

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
  plugins: [{
    statePlugins: {
      spec: { wrapActions: { updateJsonSpec: (update) => (contract) => update(prepared(contract)) } },
    },
  }],
  requestInterceptor(request) {
    if (request.method && request.method.toUpperCase() === 'POST' && !request.headers['Idempotency-Key']) {
      request.headers['Idempotency-Key'] = crypto.randomUUID();
    }
    return request;
  },
});
