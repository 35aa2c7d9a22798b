package fcpxml_test

var seeds = []string{}
