// A receiver that verifies what comes with the published library. It prints its port, reads the secret, says that it is
// ready, and then a line for each message.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';

let webhook;

const refuses = (body, headers) => {
  try {
    webhook.verify(body, headers);
    return false;
  } catch {
    return true;
  }
};

const server = createServer(async (request, answer) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces).toString('utf8');
  try {
    const message = webhook.verify(body, request.headers);
    if (!refuses(`${body} `, request.headers)) throw new Error('an altered body was verified');
    console.log(`verified ${message.type} ${message.data.case}`);
    answer.writeHead(204).end();
  } catch (failure) {
    console.log(`refused: ${failure.message}`);
    answer.writeHead(400).end();
  }
});

server.listen(0, 'localhost', () => console.log(server.address().port));

const said = createInterface({ input: process.stdin });
said.once('line', secret => {
  webhook = new Webhook(secret);
  console.log('ready');
});
said.on('close', () => process.exit(0)); // whoever started it is gone
