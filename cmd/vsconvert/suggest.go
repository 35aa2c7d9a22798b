package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// slipOfCommand is the error of a first argument that is no file, and nearly a
// command.
func slipOfCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 || strings.ContainsAny(args[0], `./\`) {
		return nil
	}
	near := nearest(args[0], commandNames(cmd))
	if _, err := os.Lstat(args[0]); near == "" || err == nil {
		return nil
	}
	return usagef("did you mean vsconvert "+near+"?", "%s: no file and no command is called so", args[0])
}

// meant returns ": did you mean NAME?" for what is spelled like one of names,
// or "".
func meant(word string, names []string) string {
	if near := nearest(word, names); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

// nearest returns the name that a word is likely to be a slip of, or "": up to
// one slip in three letters, letter case aside, or a beginning that only one
// name has.
func nearest(word string, names []string) string {
	word = strings.ToLower(word)
	best, least := "", max(1, len(word)/3)+1
	begun := ""
	for _, name := range names {
		lower := strings.ToLower(name)
		if lower == word {
			return name
		}
		if n := slips(word, lower); n < least && n < len(lower) {
			best, least = name, n
		}
		if len(word) >= 3 && strings.HasPrefix(lower, word) {
			if begun != "" {
				begun = "\x00" // several
			} else {
				begun = name
			}
		}
	}
	if best == "" && begun != "\x00" {
		return begun
	}
	return best
}

// slips counts the characters that were left out, added, exchanged with others
// or with their neighbours between two words.
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 40 || len(y) > 40 {
		return 40
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range y {
		rows[0][j+1] = j + 1
	}
	for i := range x {
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			n := min(rows[i][j]+cost, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				n = min(n, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = n
		}
	}
	return rows[len(x)][len(y)]
}

// orHint returns hint, or else when there is none.
func orHint(hint, otherwise string) string {
	if hint != "" {
		return hint
	}
	return otherwise
}
