exports.greeting = () => `bookings: ${require('date-fns').formatISO(0, { representation: 'date' })}`;
