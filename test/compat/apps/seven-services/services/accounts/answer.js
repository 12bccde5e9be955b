exports.answer = () => 'accounts at work';
