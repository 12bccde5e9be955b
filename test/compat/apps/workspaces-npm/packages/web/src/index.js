console.log('the page');
