package qc

import (
	"maps"
	"slices"
	"strings"
)

// Tables is what the rules go by besides limits: data for other programs that
// are to find the same, such as a page that judges while a script is edited.
type Tables struct {
	Writings        map[string]string   // primary language: "syllables" or "letters"; all others are written in words
	LanguageScripts map[string][]string // primary language: the scripts of its letters, by Unicode's names
	TagScripts      map[string][]string // ISO 15924 code in lower case: scripts
	LetterScripts   []string            // all scripts that letters are told by
	MinLetters      int                 // fewer letters are not held against the language
	Spoken          string              // symbols that voices read or pass over
	Formats         string              // characters without width that writing needs
	Domains         []string            // endings of addresses
}

// AllTables returns the tables. They are the caller's own.
func AllTables() Tables {
	t := Tables{
		Writings: map[string]string{}, LanguageScripts: maps.Clone(languageScripts), TagScripts: maps.Clone(tagScripts),
		LetterScripts: slices.Clone(letterScripts), MinLetters: minLetters, Spoken: spoken, Formats: formats, Domains: strings.Fields(domains),
	}
	for language, w := range writings {
		if w == syllables {
			t.Writings[language] = "syllables"
		} else {
			t.Writings[language] = "letters"
		}
	}
	return t
}
