/** As `english.ts`, in Spanish. */
export const spanish = `
+ saludo
Gracias por llamar a Clínica Sol, le habla Lucía. ¿En qué puedo ayudarle?
Hola, soy Lucía de Hotel Alameda, ¿en qué le puedo ayudar?
Buenos días, le atiende Carlos de Norte Seguros. ¿En qué puedo ayudarle hoy?
Buenas tardes, Rápido Envíos, ¿en qué le ayudo?
Gracias por llamar, mi nombre es Elena, ¿en qué puedo ayudarle?
Buenas noches, habla Marcos. ¿Cómo puedo ayudarle?
+ fecha de nacimiento
¿Me puede dar su fecha de nacimiento, por favor?
¿Cuál es su fecha de nacimiento?
Dígame su fecha de nacimiento para verificar su identidad.
¿Y su fecha de nacimiento, señor Ortega?
Gracias, Laura. ¿Me indica la fecha de nacimiento?
Necesito la fecha de nacimiento del titular.
+ número de cuenta
¿Me puede dar su número de cuenta, por favor?
¿Cuál es su número de cuenta?
Dígame el número de cuenta que aparece en la factura.
¿Y el número de cuenta, señor Ortega?
¿Me indica su número de cuenta de ocho dígitos?
Necesito el número de cuenta, Laura.
+ número de teléfono
¿Me puede dar su número de teléfono, por favor?
¿Cuál es su número de teléfono?
Dígame un número de teléfono por si se corta la llamada.
¿Y su número de teléfono, señora Vega?
¿A qué número de teléfono le podemos llamar?
Necesito un número de teléfono de contacto.
+ reservar cita
¿Quiere reservar una cita para el lunes a las 10?
Puedo reservarle una cita el 3 de mayo, ¿le parece bien?
¿Le reservo una cita con la doctora Ruiz?
¿Quiere que reserve la cita para las 16:00?
Vamos a reservar su cita. ¿Le va bien el martes?
Le he reservado una cita el viernes 12 de junio.
+ cancelar cita
¿Quiere cancelar su cita del lunes a las 10?
Puedo cancelar la cita del 3 de mayo, ¿le parece bien?
¿Le cancelo la cita con la doctora Ruiz?
¿Quiere que cancele la cita de las 16:00?
He cancelado su cita del viernes 12 de junio.
Su cita con el doctor Gil ha sido cancelada.
+ cambiar cita
¿Quiere cambiar su cita al miércoles a las 11?
Puedo cambiar la cita al 9 de mayo, ¿le parece bien?
¿Le cambio la cita con la doctora Ruiz a otro día?
¿Quiere que cambie la cita a las 16:00?
He cambiado su cita del lunes al viernes.
¿Para cuándo quiere cambiar la cita?
+ tarjeta bloqueada
Su tarjeta terminada en 4471 ha sido bloqueada.
He bloqueado la tarjeta terminada en 9023, Elena.
La tarjeta ya está bloqueada, nadie puede usarla.
Listo, su tarjeta está bloqueada.
Señor Grande, su tarjeta fue bloqueada a las 10:42.
Ya he bloqueado su tarjeta.
+ tarjeta enviada
Le enviaremos una tarjeta nueva a su domicilio en 5 días hábiles.
He enviado una tarjeta nueva a su domicilio, Elena.
La nueva tarjeta se envía a su domicilio en 7 días hábiles.
Su tarjeta nueva fue enviada el martes a su domicilio.
Señor Grande, mañana enviamos su nueva tarjeta.
Vamos a enviarle la tarjeta nueva a su domicilio.
+ espera
Espere un momento mientras lo compruebo, por favor.
Un momento, por favor, espere mientras reviso su ficha.
¿Puede esperar un momento mientras lo compruebo?
Espere en línea, señor Silva.
Le voy a dejar en espera dos minutos.
Por favor, espere un momento en línea.
+ algo más
¿Hay algo más en lo que pueda ayudarle hoy?
¿Puedo ayudarle en algo más, Laura?
¿Necesita algo más?
¿Le puedo ayudar con algo más?
¿Algo más en que pueda ayudarle?
¿Desea algo más, señor Ortega?
+ despedida
Gracias por llamar, adiós.
Gracias por llamar a Clínica Sol. Adiós, Laura.
Adiós, que tenga un buen día.
Que tenga un buen día, señor Ortega. ¡Adiós!
Gracias por su llamada, que tenga buen día, adiós.
Que pase buena tarde, adiós.
+ correo
¿Me puede dar su correo electrónico, por favor?
¿Cuál es su correo electrónico?
¿Me deletrea su correo electrónico?
¿Y su correo electrónico, señor López?
¿A qué correo electrónico se lo envío?
Dígame el correo electrónico que tenemos registrado.
- paquete retrasado
Su paquete está retrasado y llegará el jueves.
Lo siento, el paquete 77120 está retrasado hasta mañana.
Parece que el paquete lleva un retraso de dos días.
El paquete se ha retrasado en el almacén de Burgos, señor Costa.
Por desgracia su paquete está retrasado por el mal tiempo.
Perdone, Ema, el paquete se retrasó y llega el 5 de mayo.
- paquete entregado
Su paquete fue entregado el jueves a las 14:00.
El paquete 77120 se entregó ayer y lo firmó el señor Costa.
Parece que el paquete fue entregado a su vecino.
El paquete se ha entregado en recepción a las 11:20.
El repartidor entregó su paquete el 5 de mayo, Ema.
Según el sistema, el paquete se entregó esta mañana.
- número de seguimiento
¿Me puede dar el número de seguimiento, por favor?
¿Cuál es el número de seguimiento de su paquete?
Dígame el número de seguimiento del recibo.
¿Y el número de seguimiento, señor Costa?
¿Tiene a mano el número de seguimiento de 12 cifras?
Necesito su número de seguimiento, empieza por SP.
- localizador
¿Me puede dar el localizador de la reserva, por favor?
¿Cuál es el localizador de su reserva?
Dígame el localizador de la reserva que está en el correo.
¿Y el localizador, señora Alba?
¿Tiene a mano el localizador de la reserva?
Necesito el localizador de su reserva, son seis letras.
- reembolso hecho
He tramitado un reembolso de 45,20 € a su tarjeta.
Su reembolso de 120 euros está tramitado y tarda de 3 a 5 días.
El reembolso se tramitó el lunes en su tarjeta.
Se ha tramitado el reembolso de 80 euros a la tarjeta terminada en 5521.
Señora Alba, su reembolso ya está tramitado.
Hemos tramitado el reembolso completo a su tarjeta.
- reembolso negado
Lo siento, no podemos hacer el reembolso, el billete no es reembolsable.
Por desgracia no hay reembolso después de 14 días.
Perdone, esta tarifa no permite reembolso.
No puedo darle un reembolso por este pedido, señor Blanco.
El reembolso no es posible pasados 30 días.
No nos es posible el reembolso de los 45 euros.
- pago pendiente
Su pago de 62,50 € vence el 1 de junio.
Tiene un pago de 130 euros que vence el viernes.
El próximo pago vence el 15 de marzo y es de 88 euros.
Señora Sala, mañana vence un pago de 40 euros.
Su saldo es de 210 euros y el pago vence el 4 de julio.
Hay un pago que vence el lunes.
- pago recibido
Hemos recibido su pago de 62,50 €, gracias.
Su pago de 130 euros se recibió el viernes.
Veo que recibimos el pago el 15 de marzo.
Señora Sala, su pago de 40 euros fue recibido ayer.
Gracias, recibimos su pago esta mañana.
El pago ha sido recibido y su saldo es cero.
- horario
Abrimos de lunes a viernes de 9 a 17 horas.
Nuestra oficina abre de 8:30 a 18:00 entre semana.
La sucursal de la calle Rey abre hasta las 19:00.
Los sábados abrimos a las 9 y cerramos a mediodía.
La clínica abre de lunes a jueves.
Nuestro horario es de 10 a 16 los fines de semana, abrimos siempre.
- transferir
Le voy a transferir con un compañero de facturación.
Permítame transferirle al departamento de siniestros.
Le transfiero ahora con un agente, señor Blanco.
No cuelgue mientras transfiero su llamada.
Voy a transferir su llamada al equipo de soporte.
Un momento, transfiero la llamada a Julia.
- no entendí
Perdone, no le he entendido. ¿Puede repetirlo?
Lo siento, no le entendí, ¿lo puede repetir?
¿Puede repetirlo, por favor? No le he entendido.
No entendí bien, ¿puede repetir su respuesta?
Perdón, ¿puede repetir eso?
No he entendido la última parte, ¿la repite, Ema?
- dirección
¿Me confirma la dirección de su domicilio, por favor?
¿Cuál es su dirección con el código postal?
Deme la dirección de su domicilio y el código postal.
¿Y la dirección, señora Alba?
¿Me dice su dirección con el número de la casa?
¿Sigue siendo calle Molino 14 su dirección?
`;
