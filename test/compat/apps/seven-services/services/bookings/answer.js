exports.answer = () => 'bookings at work';
