/** Families of agent turns, own sentences: a name, then wordings. "+" = tuning, "-" = held out; those that are easily mixed up are in the same half. */
export const english = `
+ greeting
Thank you for calling Brightwater Dental, this is Mia. How can I help you today?
Hello, this is Mia from Hotel Alameda, how may I help you?
Thanks for calling Northline, Daniel speaking. How can I help?
Good morning, you've reached Swiftparcel, my name is Leo. How can I help you?
Hi, Meridian Cards, Callum speaking, how may I help you today?
Good afternoon and thank you for calling Halden Electricity, how can I help?
+ date of birth
Can I have your date of birth, please?
What is your date of birth?
Could you tell me your birth date for verification?
And your date of birth, Mr. Parker?
Thanks, Laura. May I please take your date of birth?
To verify you, I need the date of birth on the account.
+ account number
Can I have your account number, please?
What is your account number?
Could you read me the account number on your bill?
And the account number, Mr. Parker?
May I please take your eight-digit account number?
Please tell me your account number, Laura.
+ phone number
Can I have your phone number, please?
What is the best phone number to reach you on?
Could you give me a phone number in case we get cut off?
And your phone number, Mrs. Young?
Which phone number can we reach you on?
Please tell me your phone number with the area code.
+ email address
Can I have your email address, please?
What is your email address?
Could you spell your email address for me?
And the email address, Mr. Lopez?
Which email address should I send it to?
Please tell me the email address we have on file.
+ book appointment
Would you like to book an appointment for Monday at 10?
I can book an appointment for you on May 3rd, would you like that?
Shall I book you an appointment with Dr. Shaw?
Let's book your appointment. Does Tuesday at 9:30 suit you?
I can book you in for an appointment on Friday, June 12th.
Do you want me to book that appointment for 4 pm?
+ cancel appointment
Would you like to cancel your appointment on Monday at 10?
I can cancel the appointment for you on May 3rd, would you like that?
Shall I cancel your appointment with Dr. Shaw?
Do you want me to cancel that appointment at 4 pm?
Just to check, you want to cancel the appointment on Friday, June 12th?
I have cancelled your appointment with Dr. Reyes.
+ move appointment
Would you like to move your appointment to Wednesday at 11?
I can move the appointment to May 9th, would you like that?
Shall I move your appointment with Dr. Shaw to another day?
Do you want me to move that appointment to 4 pm?
I have moved your appointment from Monday to Friday.
When would you like to move the appointment to?
+ card blocked
Your card ending in 4471 has been blocked.
I have blocked the card ending in 9023 for you, Helen.
The card is blocked now, nobody can use it.
Done, your card ending 118 is now blocked.
Mr. Grant, your card was blocked at 10:42.
I've blocked your card right away.
+ card sent
Your new card will be sent to your address within 5 working days.
I have sent a new card to your address, Helen.
A new card is being sent to 14 Mill Lane within 7 working days.
We are sending the new card to your address, it takes 3 working days.
Mr. Grant, your new card will be sent tomorrow.
The new card was sent to your address on Tuesday.
+ hold
Please hold while I look that up.
One moment, please hold while I check your record.
Can you hold for a moment while I check that for you?
I'm going to put you on hold for about two minutes.
Please hold the line, Mr. Silva.
Let me put you on a short hold.
+ anything else
Is there anything else I can help you with today?
Anything else I can help you with, Laura?
Is there anything else I can do for you?
Can I help you with anything else?
Do you need anything else from me today?
Was there anything else, Mr. Parker?
+ goodbye
Thank you for calling, goodbye.
Thanks for calling Brightwater Dental. Goodbye, Laura.
Goodbye and have a nice day.
Have a great day, Mr. Parker. Goodbye!
Thanks for your call, have a nice day, goodbye.
Have a lovely evening, goodbye.
- parcel delayed
Your parcel is delayed and will arrive on Thursday.
I'm sorry, parcel 77120 is delayed until tomorrow.
It looks like the parcel is delayed by two days.
The parcel has been delayed at the Leeds depot, Mr. Costa.
Unfortunately your parcel is delayed because of the weather.
Sorry Emma, the parcel was delayed and arrives on May 5th.
- parcel delivered
Your parcel was delivered on Thursday at 2 pm.
Parcel 77120 was delivered yesterday and signed for by Mr. Costa.
It looks like the parcel was delivered to your neighbour.
The parcel has been delivered to the front desk at 11:20.
Our driver delivered your parcel on May 5th, Emma.
According to the system the parcel was delivered this morning.
- tracking number
Can I have the tracking number, please?
What is the tracking number of your parcel?
Could you read me the tracking number on the receipt?
And the tracking number, Mr. Costa?
Please tell me your tracking number, it begins with SP.
Do you have the 12-digit tracking number at hand?
- booking reference
Can I have the booking reference, please?
What is the booking reference?
Could you read me your booking reference from the email?
And your booking reference, Ms. Adler?
Please tell me your booking reference, six letters and numbers.
Do you have the booking reference for the room at hand?
- refund issued
I have issued a refund of $45.20 to your card.
Your refund of $120 has been issued and takes 3 to 5 days.
The refund was issued to your card on Monday.
A refund of 80 dollars was issued to the card ending in 5521.
Ms. Adler, your refund has been issued today.
We have issued the full refund to your card.
- refund refused
I'm afraid we cannot refund that, the ticket is non-refundable.
Unfortunately we can't issue a refund after 14 days.
Sorry, this fare does not allow a refund.
I cannot give you a refund for this order, Mr. Blake.
A refund is not possible after 30 days, unfortunately.
We are not able to refund the $45 fee.
- payment due
Your payment of $62.50 is due on June 1st.
You have a payment of $130 due on Friday.
The next payment is due on the 15th of March, it is $88.
Mrs. Hall, a payment of 40 dollars is due tomorrow.
Your balance is $210 and the payment is due on July 4th.
There's a payment due on Monday.
- payment received
We have received your payment of $62.50, thank you.
Your payment of $130 was received on Friday.
I can see we received the payment on March 15th.
Mrs. Hall, your payment of 40 dollars was received yesterday.
Thank you, we received your payment this morning.
The payment has been received and your balance is zero.
- open hours
We are open Monday to Friday from 9 am to 5 pm.
Our office is open from 8:30 to 6 every weekday.
The branch on King Street is open until 7 pm today.
We open at 9 on Saturdays and close at noon.
The clinic is open from Monday to Thursday.
Our opening hours are 10 to 4 on weekends.
- transfer
I'll transfer you to a colleague in billing.
Let me transfer you to our claims department.
I am transferring you to an agent now, Mr. Blake.
Please stay on the line while I transfer you.
I will transfer your call to the support team.
One moment, I'm transferring your call to Julia.
- did not hear
I'm sorry, I didn't catch that. Could you repeat it?
Sorry, I did not catch that, can you say that again?
Could you repeat that, please? I didn't catch it.
I didn't quite catch that, could you repeat your answer?
Sorry, could you repeat that?
I didn't catch the last part, could you repeat that, Emma?
- address
Can you confirm your home address, please?
What is your home address including the zip code?
Please give me your home address and postcode.
And the home address, Ms. Adler?
Could I take your home address with house number?
Is 14 Mill Lane still your home address?
`;
