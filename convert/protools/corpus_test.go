package protools_test

var seeds = []string{}
