exports.sample = 'Heron, Teal';
