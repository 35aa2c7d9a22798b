package batch

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"sync"
)

// Manifest remembers what inputs have become: a file of one JSON object a line,
// which is added to as they are done.
type Manifest struct {
	setup string // what else the outputs depend on

	mu   sync.Mutex
	file *os.File
	done map[key]Entry
}

// Entry is a line of a manifest: an input, and what it has become.
type Entry struct {
	Input   string   `json:"input"`
	Line    int      `json:"line,omitempty"` // of a stream
	Hash    string   `json:"sha256"`
	Setup   string   `json:"setup"` // of flags and version
	Outputs []Output `json:"outputs"`
}

// Output is a file that an input has become.
type Output struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
}

type key [16]byte

func keyOf(input string, line int) key {
	sum := sha256.Sum256([]byte(input + "\x00" + strconv.Itoa(line)))
	return key(sum[:16])
}

// Hash returns the hash of an input's content.
func Hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// OpenManifest opens the manifest in a file, which is made if it is missing.
// setup is what the outputs depend on beside the inputs. A last line that is
// not whole, as a killed run leaves it, is cut off.
func OpenManifest(path, setup string) (*Manifest, error) {
	m := &Manifest{setup: Hash([]byte(setup))[:16], done: map[key]Entry{}}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	end, err := m.load(file)
	if err == nil {
		err = file.Truncate(end)
	}
	if err == nil {
		_, err = file.Seek(end, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	m.file = file
	return m, nil
}

// load reads the entries, and returns where the last whole line ends.
func (m *Manifest) load(r io.Reader) (end int64, err error) {
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			if !begunEntry(line) {
				return end, notEntry(n)
			}
			return end, nil
		}
		if err != nil {
			return end, err
		}
		var e Entry
		if len(bytes.TrimSpace(line)) > 0 {
			if err := json.Unmarshal(line, &e); err != nil || e.Hash == "" {
				return end, notEntry(n)
			}
			m.remember(e)
		}
		end += int64(len(line))
	}
}

func notEntry(line int) error { return fmt.Errorf("line %d is no entry of a manifest", line) }

// begunEntry reports whether line is the beginning of an entry, or nothing. A
// file that is something else is not to be cut.
func begunEntry(line []byte) bool {
	const begin = `{"input":`
	return bytes.HasPrefix(line, []byte(begin)) || bytes.HasPrefix([]byte(begin), line)
}

// remember keeps an entry, without what its key says.
func (m *Manifest) remember(e Entry) {
	k := keyOf(e.Input, e.Line)
	if e.Setup != m.setup {
		delete(m.done, k)
		return
	}
	e.Input, e.Setup = "", ""
	m.done[k] = e
}

// Current returns what an input has become, if that is still so: content,
// flags and version are the same, and the outputs are there.
func (m *Manifest) Current(input string, line int, hash string) ([]Output, bool) {
	m.mu.Lock()
	e, ok := m.done[keyOf(input, line)]
	m.mu.Unlock()
	if !ok || e.Hash != hash {
		return nil, false
	}
	for _, out := range e.Outputs {
		info, err := os.Stat(out.Path)
		if err != nil || info.Size() != out.Size {
			return nil, false
		}
	}
	return e.Outputs, true
}

// Add adds what an input has become.
func (m *Manifest) Add(input string, line int, hash string, outputs []string) error {
	e := Entry{Input: input, Line: line, Hash: hash, Setup: m.setup, Outputs: []Output{}}
	for _, path := range outputs {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a device
		}
		if err != nil {
			return err
		}
		e.Outputs = append(e.Outputs, Output{path, info.Size()})
	}
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err = m.file.Write(append(text, '\n'))
	return err
}

// Close closes the file.
func (m *Manifest) Close() error { return m.file.Close() }
