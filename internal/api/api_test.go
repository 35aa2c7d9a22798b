// Package api holds the listing of all that the module exports, and tests it.
package api

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/golden"
)

const root = "../.."

// TestListing compares api.txt with the exported API. A change of it belongs
// in the changelog: go test ./internal/api -update, then tell it there.
func TestListing(t *testing.T) {
	var b bytes.Buffer
	for _, dir := range libraries(t) {
		list(t, &b, dir)
	}
	golden.Equal(t, filepath.Join(root, "api.txt"), b.Bytes())
}

// libraries returns the folders of packages that users can import.
func libraries(t *testing.T) []string {
	var dirs []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir() || name == ".":
			return err
		case slices.Contains([]string{"internal", "testdata", "cmd", "bench", "beam", "docs"}, d.Name()), strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		}
		if files, _ := filepath.Glob(filepath.Join(root, name, "*.go")); len(files) > 0 {
			dirs = append(dirs, name)
		}
		return nil
	})
	require.NoError(t, err)
	return dirs
}

// list appends what the package in dir exports: declarations without comments
// and bodies.
func list(t *testing.T, b *bytes.Buffer, dir string) {
	fset := token.NewFileSet()
	pkg := parse(t, fset, dir)
	fmt.Fprintf(b, "package %s // %s\n\n", pkg.Name, path.Join("github.com/vsconvert/vsconvert", dir))
	show := func(node any) {
		require.NoError(t, (&printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}).Fprint(b, fset, node))
		b.WriteByte('\n')
	}
	values := func(all []*doc.Value) {
		for _, v := range all {
			show(v.Decl)
		}
	}
	funcs := func(all []*doc.Func) {
		for _, f := range all {
			f.Decl.Body = nil
			show(f.Decl)
		}
	}
	values(pkg.Consts)
	values(pkg.Vars)
	funcs(pkg.Funcs)
	for _, typ := range pkg.Types {
		show(typ.Decl)
		values(typ.Consts)
		values(typ.Vars)
		funcs(typ.Funcs)
		funcs(typ.Methods)
	}
	b.WriteByte('\n')
}

func parse(t *testing.T, fset *token.FileSet, dir string) *doc.Package {
	names, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, f)
	}
	pkg, err := doc.NewFromFiles(fset, files, "github.com/vsconvert/vsconvert/"+dir)
	require.NoError(t, err)
	return pkg
}

// TestLibrariesNameNoFlags: a library states the fact, and the program, which
// has flags, what to do about it.
func TestLibrariesNameNoFlags(t *testing.T) {
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (slices.Contains([]string{"testdata", "cmd", "bench", "beam"}, d.Name()) || strings.HasSuffix(d.Name(), "test")):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				require.NotRegexp(t, `(^|[^-!<\w])--[a-z]{2}`, strings.Trim(lit.Value, "`\""), name)
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
}
