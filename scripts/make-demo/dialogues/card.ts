import type { Draft } from '../draft.ts';

const API = 'https://cards.meridianbank.example/internal';

const greet = (d: Draft) =>
  d.a([
    'Meridian card services, Callum speaking. How may I help?',
    'Welcome to Meridian card services. My name is Callum. How can I help you today?',
  ]);

/** The recurring move: last four digits and date of birth. */
const identify = (d: Draft) => {
  d.a([
    'I just need to verify you. What are the last four digits of the card, and your date of birth?',
    'For your security, please tell me the last four digits of your card and your date of birth.',
  ]);
  d.c('{card4}, and {dob}. | The card ends in {card4}. I was born {dob}.');
  d.tool({
    node: 'verify_customer',
    method: 'POST',
    url: `${API}/verify`,
    body: { card_last4: '{card4}', date_of_birth: '{dobIso}' },
    response: { verified: true, customer: 'C-{account}' },
    vars: { customer: 'C-{account}' },
  });
};

const close = (d: Draft) => {
  d.a(['Can I help with anything else?', 'Is there anything else I can help you with?']);
  d.c("No, that's everything. | No, thank you very much.");
  d.a(['Thanks for calling Meridian. Goodbye.', 'Thank you for calling Meridian. Have a good day.']);
};

export function lostCard(d: Draft): void {
  greet(d);
  d.c('Hi, I lost my card. I think I left it on the train. | Hello, my wallet is gone, and I need to block my card.');
  identify(d);
  d.a([
    'Thank you, {first}. Shall I block the card right away?',
    'Thank you, {first}, that matches. I can block the card now and send a new one. Shall I go ahead?',
  ]);
  d.c('Yes, please, right now. | Yes. Please.', { reactMs: 420 });
  d.tool({
    node: 'block_card',
    method: 'POST',
    url: `${API}/cards/{card4}/block`,
    body: { reason: 'lost' },
    response: { blocked: true, replacement: 'R-{ref}' },
    vars: { replacement: 'R-{ref}' },
  });
  d.a([
    'It is blocked. A new card will be with you in five days.',
    'Your card is blocked. The new one will arrive within five working days, and the PIN stays the same.',
  ]);
  d.c('Were there any payments on it today? | And did anyone use it?');
  d.a([
    'No payments since yesterday evening.',
    'I see no payment since yesterday evening, so you do not need to do anything.',
  ]);
  d.c('Oh, good. | That is a relief.', { reactMs: 450 });
  close(d);
  d.done('{name} lost the card ending in {card4}; card blocked, replacement R-{ref} ordered.', {
    card_last4: '{card4}',
    action: 'blocked',
  });
}

export function disputedCharge(d: Draft): void {
  greet(d);
  d.c('There is a charge on my statement that I do not know. | Hello. I want to dispute a payment.');
  identify(d);
  d.a(['Thanks, {first}. Which payment is it?', 'Thank you, {first}. Which payment do you not recognise?']);
  d.c('It says Harbour Lights, forty six pounds, on the ninth.');
  d.c('I have never been there in my life.', { reactMs: 1020 });
  d.a(['I see it. Do you still have your card?', 'I see that payment. Is the card still with you?'], { over: true });
  d.c('Yes, I have it right here. But as I said, I was never there.');
  d.a([
    'Could it be an online order, or someone in your family?',
    'Sometimes the name on the statement is that of the owner. Could it have been an online order, a subscription that renewed, or somebody in your household who also uses the card?',
  ]);
  d.c('Mm-hm.', { back: 0.45 });
  d.c('No. I live alone, and I only buy train tickets with it. | No, nobody else uses it.');
  d.tool({
    node: 'open_dispute',
    method: 'POST',
    url: `${API}/disputes`,
    body: { card_last4: '{card4}', amount: '46.00', merchant: 'HARBOUR LIGHTS' },
    status: 201,
    response: { dispute: 'D-{ref}' },
    vars: { dispute: 'D-{ref}' },
  });
  d.a([
    'I have opened a dispute. The number is {ref}. You get the money back for now.',
    'I have opened a dispute for you, number {ref}. The forty six pounds are credited for now, and we decide within thirty days.',
  ]);
  d.c('Can you say that number again? | Sorry, what was the number?');
  d.a(['{ref}.', 'Of course. It is {ref}.']);
  d.c('Got it. Do I need a new card? | Thanks. And is my card safe now?');
  d.a([
    'To be safe, yes. It comes in the post and the old one works until then, but only in shops where you type your PIN, not online and not abroad.',
    'I would like to send you a new one to be safe. Until it comes, the old card works in shops with your PIN, but not online, and not abroad.',
  ]);
  d.c('Wait, I travel on {day}. | Hold on, I need it online this week.', { barge: 0.6 });
  d.a([
    'Then I send it by courier. It arrives tomorrow.',
    'In that case I will send it by courier, and you will have it tomorrow before noon.',
  ]);
  d.c('Perfect. | That would be great.');
  close(d);
  d.done('{name} disputes 46.00 at Harbour Lights; dispute D-{ref} opened, new card by courier.', {
    dispute: 'D-{ref}',
    card_last4: '{card4}',
  });
}

export function fraudCheck(d: Draft): void {
  d.provided = { customer_name: d.slots.name ?? '', card_last4: d.slots.card4 ?? '', amount: '318.40' };
  d.c('Hello? | Yes, hello? | {first} speaking.');
  d.a([
    'This is Callum from Meridian card services. Did you just try to pay three hundred and eighteen pounds at an electronics shop?',
    'Hello, my name is Callum, from Meridian card services. We stopped a payment of three hundred and eighteen pounds at an electronics shop. Was that you?',
  ]);
  d.c('No, that was not me. | No. I have not bought anything today.');
  d.a([
    'Thank you. I am blocking the card now. A new one is on its way.',
    'Thank you for telling me. I will block the card now, and a new one is on its way to you.',
  ]);
  d.tool({
    node: 'block_card',
    method: 'POST',
    url: `${API}/cards/{card4}/block`,
    body: { reason: 'fraud' },
    response: { blocked: true },
  });
  d.c('Okay. Will I get the money back? | Did they take any money?');
  d.a(['Nothing was taken. Goodbye.', 'Nothing was taken from your account. Thank you, and have a good day.']);
  d.done('{name} did not make the payment of 318.40; card ending in {card4} blocked.', { fraud: 'yes' });
}

export function cardSpanish(d: Draft): void {
  d.a(['', 'Bienvenido a los servicios de tarjetas Meridian. Me llamo Callum. ¿En qué puedo ayudarle?']);
  d.c('Hola, he perdido la tarjeta y quiero bloquearla.');
  d.a(['', 'Por su seguridad, dígame los últimos cuatro números de la tarjeta.']);
  d.c('Sí, termina en {card4}.');
  d.tool({
    node: 'block_card',
    method: 'POST',
    url: `${API}/cards/{card4}/block`,
    body: { reason: 'lost' },
    response: { blocked: true },
    vars: { blocked: 'true' },
  });
  d.a(['', 'Gracias. Su tarjeta está bloqueada. La nueva llega en cinco días.']);
  d.c('¿Y el número secreto cambia?');
  d.a(['', 'No, el número secreto es el mismo. ¿Puedo ayudarle en algo más?']);
  d.c('No, nada más. Gracias.');
  d.a(['', 'Gracias por llamar a Meridian. Que tenga un buen día.']);
  d.done('{name} perdió la tarjeta terminada en {card4}; bloqueada.', { card_last4: '{card4}', action: 'blocked' });
}
