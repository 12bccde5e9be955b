exports.answer = () => 'engines at work';
