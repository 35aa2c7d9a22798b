package avid_test

var seeds = []string{}
