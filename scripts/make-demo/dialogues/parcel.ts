import type { Draft } from '../draft.ts';
import type { ToolSpec } from '../types.ts';

const API = 'https://tracking.swiftparcel.example/v3';

const lookup = (): ToolSpec => ({
  node: 'lookup_shipment',
  method: 'GET',
  url: `${API}/shipments/{order}`,
  response: { order: '{order}', state: 'out_for_delivery', eta: '{altTime}', attempts: 1 },
  vars: { shipment_state: 'out_for_delivery', eta: '{altTime}' },
});

const timedOut = (ms = 8000): ToolSpec => {
  const { response: _, vars: __, ...rest } = lookup();
  return { ...rest, ms, status: null, error: 'timeout' };
};

const open = (d: Draft) => {
  d.a(['Swiftparcel, this is Leo. How can I help you?', 'Hey, Leo here from Swiftparcel. What can I do for you?']);
  d.c(
    "Hi, I'm waiting for a parcel and it has not arrived. | Hello. My package should have been here yesterday. | Yeah, hi, where is my package?",
  );
  d.a([
    'I can look into that. What is your order number?',
    'Let me check. Can you read me the order number? It starts with SP.',
  ]);
};

const end = (d: Draft) => {
  d.a(['Is there anything else?', 'Anything else I can do?']);
  d.c("No, that's fine. Bye. | No, thank you. | That's all, thanks.");
  d.a(['Thank you for calling Swiftparcel. Goodbye.', 'Thanks for calling. Bye for now.']);
};

export function whereIsMyParcel(d: Draft): void {
  open(d);
  d.c('It is {order}. | {order}. | Sure, {order}.');
  d.tool(lookup());
  d.a([
    'Thank you. It is on the van and should reach you by {altTime} today.',
    'Got it. Your parcel is on the van, and it should be with you by {altTime}.',
  ]);
  d.c('Can they leave it with a neighbour? | Could the driver leave it at the back door?');
  d.tool({
    node: 'add_instruction',
    method: 'POST',
    url: `${API}/shipments/{order}/instructions`,
    body: { text: 'leave in a safe place', confirmed: true },
    status: 202,
    response: { accepted: true },
  });
  d.a(['Yes. I have told the driver.', 'No problem, I just sent the driver a note.']);
  d.c('Great. | Oh, good.', { reactMs: 500 });
  end(d);
  d.done('Order {order} is out for delivery, expected by {altTime}; instruction for the driver added.', {
    order_number: '{order}',
    shipment_state: 'out_for_delivery',
  });
}

/** The tracking service does not answer; the agent says nothing meanwhile and the caller wonders. */
export function lookupTimesOut(d: Draft): void {
  open(d);
  d.c('It is {order}. | Yes. {order}. | One second. {order}.');
  d.tool(timedOut(8000));
  d.c('Hello? | Hello? Are you still there? | Um, hello?', { reactMs: d.random.int(4300, 5600) });
  d.a('Sorry about that, the tracking system did not answer. Let me try that once more.');
  d.tool(d.chance(0.5) ? lookup() : timedOut(9500));
  d.a(
    'I am sorry, I still see no live position, but the last scan shows it on the van. It should be with you by {altTime}.',
  );
  d.c("That's what your website says too. | Okay. I guess I will wait. | Hm, all right.");
  end(d);
  d.done('The tracking lookup for {order} timed out; caller told to expect delivery by {altTime}.', {
    order_number: '{order}',
  });
}

/** One answer after a long silence, then a refused call to the service. */
export function lookupFailsTwice(d: Draft): void {
  open(d);
  d.c('{order}. | The number is {order}.');
  d.tool(timedOut(6000));
  d.a('Thanks for waiting. I could not load that order just now. Should I open a case for you?');
  d.c('You can not see it at all? Fine, open a case. | Yes, please do that.');
  d.tool({
    node: 'open_case',
    method: 'POST',
    url: 'https://care.swiftparcel.example/api/cases',
    body: { order: '{order}', reason: 'not_received' },
    ms: 940,
    status: 503,
    response: '<html><body><h1>503 Service Unavailable</h1></body></html>',
    error: 'non_2xx',
  });
  d.tool({
    node: 'open_case',
    method: 'POST',
    url: 'https://care.swiftparcel.example/api/cases',
    body: { order: '{order}', reason: 'not_received' },
    ms: 5000,
    status: null,
    error: 'timeout',
  });
  d.a(
    'I am afraid our systems are slow today, so I could not open the case. A colleague will call you back before the end of the day, on the number you are calling from, and will also send you a text.',
  );
  d.c('No. No, I have heard that before. | Listen, I have been waiting for three days.', { barge: 0.5 });
  d.a('I understand, and I am sorry. I have marked the call back as urgent.');
  d.c("Okay. Fine. Goodbye. | Well. I'll wait for that call then.");
  d.a('Thanks for calling. Bye for now.');
  d.done(
    'Lookup of {order} timed out and the case could not be opened (503, then timeout); urgent call back promised.',
    { order_number: '{order}', callback: 'urgent' },
  );
}

export function deliveryCall(d: Draft): void {
  d.provided = { order_number: d.slots.order ?? '', customer_name: d.slots.name ?? '' };
  d.c('Hello? | Yes? | {first} here.');
  d.a([
    'Good afternoon, this is Leo from Swiftparcel with a delivery for {name}. Will you be at home today?',
    'Hi, Leo here from Swiftparcel. I have a parcel for {first}. Is someone home around {altTime}?',
  ]);
  d.c("No, I'm at work. | Not today, sorry.");
  d.a([
    'Can we leave it with a neighbour, or should we come on {day}?',
    'No worries. Should we drop it at a pick-up point, or try again {day}?',
  ]);
  d.c('{day} is better. | Come on {day}, please.');
  d.tool({
    node: 'reschedule_delivery',
    method: 'POST',
    url: `${API}/shipments/{order}/slot`,
    body: { day: '{day}' },
    response: { ok: true, slot: '{day}' },
  });
  d.a(['Done. We come on {day}. Goodbye.', 'You got it, {day} then. Bye for now.']);
  d.done('Delivery of {order} moved to {day}.', { delivery_day: '{day}' });
}

export function parcelSpanish(d: Draft): void {
  d.a([
    'Swiftparcel, le habla Leo. ¿En qué le puedo ayudar?',
    'Hola, soy Leo, de Swiftparcel. ¿Qué puedo hacer por usted?',
  ]);
  d.c('Buenas tardes. Estoy esperando un paquete y no llega. | Hola. Mi paquete tenía que llegar ayer.');
  d.a(['Lo miro enseguida. ¿Me dice el número de pedido?', 'Déjeme ver. ¿Me lee el número de pedido? Empieza por SP.']);
  d.c('Sí, es {order}. | {order}.');
  d.tool(d.generation === 0 ? lookup() : timedOut(6500));
  d.a([
    'Está en reparto. Le llega hoy antes de las ocho.',
    'Perdone la espera, el sistema no me responde. Según el último dato, el paquete está en reparto y le llega hoy.',
  ]);
  d.c('Vale. ¿Lo pueden dejar en la portería?', { reactMs: 700 });
  d.a(['Sí, se lo digo al repartidor.', 'Claro, le dejo una nota al repartidor.']);
  d.c('Gracias. Hasta luego. | Perfecto, gracias.');
  d.a(['Gracias por llamar a Swiftparcel. Adiós.', 'Gracias por llamar. Hasta pronto.']);
  d.done('El pedido {order} está en reparto; se deja en la portería.', { order_number: '{order}' });
}

/** Nobody speaks: the agent asks twice and hangs up. */
export function silentCaller(d: Draft): void {
  d.a(['Swiftparcel, this is Leo. How can I help you?', 'Hey, Leo here from Swiftparcel. What can I do for you?']);
  d.wait(8000);
  d.a('Hello? Is anybody there?');
  d.wait(7000);
  d.a([
    'I cannot hear you, so I will hang up now. Please call again.',
    'Sorry, I cannot hear anything, so I am going to end the call. Feel free to ring again.',
  ]);
}

/** The caller goes away in the middle. */
export function callerLeaves(d: Draft): void {
  open(d);
  d.c("Hang on, I'll get it. It is somewhere in my mails.");
  d.a(['Take your time.', 'No rush.']);
  d.wait(9500);
  d.a('Are you still there?');
  d.wait(8000);
  d.a([
    'I will end the call now. Please ring us when you have the number.',
    'I will hang up for now. Just ring again when you have the number. Bye for now.',
  ]);
  d.done('Caller looked for the order number and did not come back.', {});
}

/** The line breaks in the middle of a sentence. */
export function dropped(d: Draft): void {
  open(d);
  d.c('Yes, it is {order}. And I wanted to ask whether you could also');
}

/** A call that is still going on: its first turns. */
export function justBegun(d: Draft): void {
  open(d);
  d.c('It is {order}.');
  d.tool(lookup());
  d.a('Got it. Your parcel is on the van, and it should be with you by {altTime}.');
}
