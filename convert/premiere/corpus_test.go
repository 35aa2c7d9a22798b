package premiere_test

var seeds = []string{}
