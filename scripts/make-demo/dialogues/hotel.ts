import type { Draft } from '../draft.ts';

const API = 'https://pms.alamedahotels.example/api/v1';

const availability = (d: Draft, nights: number) =>
  d.tool({
    node: 'check_availability',
    method: 'POST',
    url: `${API}/availability`,
    body: { room: '{roomCode}', nights, guests: 2 },
    response: { available: true, rate_per_night: '{rate}', currency: 'USD' },
    vars: { rate: '{rate}' },
  });

const confirm = (d: Draft) =>
  d.tool({
    node: 'create_booking',
    method: 'POST',
    url: `${API}/bookings`,
    body: { room: '{roomCode}', guest: '{name}', rate: '{rate}' },
    status: 201,
    response: { booking_code: 'ALM-{ref}', status: 'confirmed' },
    vars: { booking_code: 'ALM-{ref}' },
  });

export function reserveRoom(d: Draft): void {
  d.a([
    'Thank you for calling Hotel Alameda. My name is Mia. How may I help you today?',
    'Hotel Alameda, this is Mia. How can I help?',
    'Hi, you have reached Hotel Alameda. I am Mia, the virtual receptionist. What can I do for you?',
  ]);
  d.c(
    "Hello, I'd like a double room for {nights} nights from {day}. | Hi, do you have a double room from {day}, for {nights} nights?",
  );
  availability(d, 2);
  d.a([
    'Yes. A double room from {day} is {rate} dollars a night, with breakfast. Shall I book it?',
    'Yes, from {day} I have a double at {rate} dollars a night with breakfast. Should I book it?',
    'Yes, I have one. From {day}, {nights} nights, the double room is {rate} dollars a night and breakfast is included. Would you like me to book it?',
  ]);
  d.c('Is there parking? | And is the parking free?');
  d.a([
    'Yes, parking costs twelve dollars a day.',
    'There is a garage, twelve dollars a day.',
    'We have a garage under the hotel. It costs twelve dollars a day.',
  ]);
  d.c('Okay. Then book it, please. | Fine, please go ahead.');
  d.a(['Under which name, please?', 'What name should I put it under?', 'Sure. What is your full name?']);
  d.c('{name}. | It is {name}.');
  confirm(d);
  d.a([
    'Your booking code is ALM-{ref}. Is there anything else I can do for you?',
    'You are booked, {first}. The code is ALM-{ref}. Anything else I can help with?',
    'You are all set, {first}. Your booking code is ALM-{ref}. Is there anything else today?',
  ]);
  d.c("No, that's it. Thanks. | That was all, thank you.");
  d.a([
    'Thank you for calling. Have a lovely day.',
    'Great. Take care, {first}.',
    'Perfect. Take care, {first}, and see you {day}.',
  ]);
  d.done('{name} booked a double room for {nights} nights from {day} at {rate} dollars a night, code ALM-{ref}.', {
    booking_code: 'ALM-{ref}',
    arrival: '{day}',
    nights: '{nights}',
  });
}

export function reserveRoomSpanish(d: Draft): void {
  d.a([
    '',
    'Hotel Alameda, le atiende Mia. ¿En qué puedo ayudarle?',
    'Hola, ha llamado al Hotel Alameda. Soy Mia, la recepcionista virtual. ¿Qué puedo hacer por usted?',
  ]);
  d.c(
    'Buenos días. Quería reservar una habitación doble para el {dia}. | Hola, ¿tienen una habitación doble para el {dia}, dos noches?',
  );
  availability(d, 2);
  d.a([
    '',
    'Sí, para el {dia} tengo una doble a {rate} dólares la noche, con desayuno. ¿Se la reservo?',
    'Sí, nos queda una. La habitación doble desde el {dia} cuesta {rate} dólares la noche, con el desayuno incluido. ¿Quiere que se la reserve?',
  ]);
  d.c('¿Se puede cancelar? | ¿Y si tengo que cancelar?', { reactMs: 800 });
  d.a([
    '',
    'Sí, gratis hasta el día anterior.',
    'Puede cancelar sin ningún coste hasta las seis de la tarde del día anterior.',
  ]);
  d.c('Muy bien, pues resérvela. | De acuerdo, adelante.');
  d.a(['', '¿A qué nombre, por favor?', 'Con gusto. ¿Me dice su nombre completo?']);
  d.c('{name}. | A nombre de {name}.');
  confirm(d);
  d.a([
    '',
    'Ya está. Su código es ALM-{ref}. ¿Algo más?',
    'Listo, {first}. Su código de reserva es ALM-{ref}. ¿Necesita algo más?',
  ]);
  d.c('No, eso es todo. Muchas gracias. | Nada más, gracias.');
  d.a(['', 'A usted. Que tenga un buen día.', 'Perfecto. Hasta el {dia}, {first}.']);
  d.done('{name} reservó una habitación doble desde el {dia} a {rate} dólares la noche, código ALM-{ref}.', {
    booking_code: 'ALM-{ref}',
  });
}

export function lateArrivalSpanish(d: Draft): void {
  d.a('Hola, ha llamado al Hotel Alameda. Soy Mia, la recepcionista virtual. ¿Qué puedo hacer por usted?');
  d.c('Hola, llegamos hoy, pero el vuelo se retrasa. Vamos a llegar a la una de la noche.');
  d.a(
    'No se preocupe, la recepción está abierta toda la noche. ¿Me da su código de reserva o su nombre y apellido, por favor, y si quiere también el número del vuelo?',
  );
  d.c('Sí, sí, {name}.', { barge: 0.55 });
  d.tool({
    node: 'find_booking',
    method: 'GET',
    url: `${API}/bookings?name={name}`,
    response: { booking_code: 'ALM-{ref}', arrival: 'today' },
    vars: { booking_code: 'ALM-{ref}' },
  });
  d.a('Gracias, {first}. He anotado su llegada a la una. Le guardamos la habitación.');
  d.c('Estupendo, muchas gracias.');
  d.a('Que tenga un buen viaje. Hasta luego.');
  d.done('{name} llega tarde, sobre la una de la noche; la habitación queda guardada.', {
    booking_code: 'ALM-{ref}',
    arrival_time: '01:00',
  });
}
