package resolve_test

var seeds = []string{}
