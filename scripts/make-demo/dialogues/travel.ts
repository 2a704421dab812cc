import type { Draft } from '../draft.ts';

const API = 'https://cards.meridianbank.example/internal';

/** A customer who goes abroad asks one thing after the other: a call of four to five minutes with a wait on hold. */
export function travelPlans(d: Draft): void {
  d.a([
    'Meridian card services, Callum speaking. How may I help?',
    'Welcome to Meridian card services. My name is Callum. How can I help you today?',
  ]);
  d.c(
    'Hello. I am going abroad for three months, and I have a couple of questions about my card. | Hi. I am travelling soon and want to make sure that my card works.',
  );
  d.a([
    'I just need to verify you. What are the last four digits of the card, and your date of birth?',
    'For your security, please tell me the last four digits of your card and your date of birth.',
  ]);
  d.c('The card ends in {card4}. My date of birth is {dob}.');
  d.tool({
    node: 'verify_customer',
    method: 'POST',
    url: `${API}/verify`,
    body: { card_last4: '{card4}', date_of_birth: '{dobIso}' },
    response: { verified: true, customer: 'C-{account}' },
    vars: { customer: 'C-{account}' },
  });
  d.a([
    'Thank you, {first}. Where are you going?',
    'Thank you, {first}, that matches. Which countries are you going to?',
  ]);
  d.c('First to Portugal, then to Morocco.');
  d.c('And after that for six weeks to Brazil.', { reactMs: 1010 });
  d.a(
    [
      'Portugal and Morocco. From when to when?',
      'Portugal and Morocco, noted. When do you leave, and when are you back?',
    ],
    { over: true },
  );
  d.c('And Brazil, I said. I leave on {day}, and I am back in about thirteen weeks.');
  d.tool({
    node: 'travel_notice',
    method: 'POST',
    url: `${API}/cards/{card4}/travel`,
    body: { countries: ['PT', 'MA', 'BR'], weeks: 13 },
    response: { notice: 'T-{ref}' },
    vars: { notice: 'T-{ref}' },
  });
  d.a([
    'Sorry, and Brazil. I have put a note on your card for all three.',
    'I am sorry, and Brazil. There is now a travel notice on your card for all three countries, starting on {day}.',
  ]);
  d.c('What does it cost to take out money there? | Okay. How much are cash withdrawals abroad?');
  d.a([
    'Two per cent, at least three pounds. Payments in shops are free in Portugal. In the other two countries they cost one and a half per cent, and it is always better to pay in the local currency.',
    'Cash costs two per cent, and at least three pounds each time. Payments in shops are free in Portugal, and one and a half per cent elsewhere. If a machine offers to convert into pounds, please decline, because their rate is worse than ours.',
  ]);
  d.c('Mm-hm.', { back: 0.35 });
  d.c('Uh-huh.', { back: 0.75 });
  d.c('Right. Is there a limit per day?');
  d.a([
    'Five hundred pounds a day. I can raise it.',
    'Your limit is five hundred pounds a day. I could raise it for the trip if you wish.',
  ]);
  d.c('Can you make it eight hundred? | Eight hundred would be good.');
  d.a([
    'For that I need to ask the limits team. Please hold for a minute.',
    'Let me check that with the limits team. Please hold for a minute.',
  ]);
  d.tool({
    node: 'raise_limit',
    method: 'POST',
    url: `${API}/cards/{card4}/limit`,
    body: { daily: 800 },
    ms: 3100,
    status: 409,
    response: { error: 'manual_approval_required' },
    error: 'non_2xx',
  });
  d.hold(48_000);
  d.a([
    'Thanks for waiting. Eight hundred is fine from {day}.',
    'Thank you for waiting, {first}. They approved eight hundred pounds a day, from {day} until you are back.',
  ]);
  d.c('Wonderful. And what if I lose the card over there? | Great. What happens if somebody steals it?');
  d.a([
    'Call us at once, day or night. We block it and can send a new one to your hotel in about a week, or you can use the card on your phone, which keeps working, so it is wise to set that up now.',
    'Call us at any hour, and we block it right away. A new card can be sent to your hotel within a week. Meanwhile the card on your phone keeps working, so I would set that up before you leave, and I can explain how.',
  ]);
  d.c('I have that already. | No need, I use that every day.', { barge: 0.72 });
  d.a(['Very good. Then you are prepared.', 'Very good. Then you are well prepared.']);
  d.c('One more thing. My statements come by post. Can I get them by mail? I mean, by e-mail?', { reactMs: 900 });
  d.a(['Yes. To the address that we have on file?', 'Certainly. Shall I use the e-mail address that we have on file?']);
  d.c('Which one is that? | Can you read it to me?');
  d.a([
    'I can not read it out, but it ends in post dot example.',
    'For your security I can not read it out in full, but it ends in post dot example.',
  ]);
  d.c("Yes, that's the right one.");
  d.tool({
    node: 'set_statements',
    method: 'POST',
    url: `${API}/customers/C-{account}/statements`,
    body: { channel: 'email' },
    response: { ok: true },
  });
  d.a([
    'Done. From next month they come by e-mail.',
    'That is done. From next month on, your statements come by e-mail.',
  ]);
  d.c('Good. | Very nice.', { reactMs: 420 });
  d.a(['Can I help with anything else?', 'Is there anything else I can help you with?']);
  d.c('No, I think I have everything. Thanks for your help. | That was all. Thank you.');
  d.a([
    'Thanks for calling Meridian, and have a good trip. Goodbye.',
    'Thank you for calling Meridian. Have a good trip, {first}.',
  ]);
  d.done(
    '{name} travels to Portugal, Morocco and Brazil from {day}: notice T-{ref}, limit raised to 800 a day, statements by e-mail.',
    { card_last4: '{card4}', countries: 'PT, MA, BR', daily_limit: '800' },
  );
}
