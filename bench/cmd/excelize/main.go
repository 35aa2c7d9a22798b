// Command excelize is the bare program that a spreadsheet row is measured
// against: segments from an answer of the API, one row each, through
// excelize's StreamWriter and nothing else.
//
//	excelize IN.json OUT.xlsx
package main

import (
	"log"
	"os"

	"github.com/vsconvert/vsconvert/bench/peers"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: excelize IN.json OUT.xlsx")
	}
	in, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	out, err := os.Create(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	if err := peers.JSONToXLSX(out, in); err != nil {
		log.Fatal(err)
	}
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
}
