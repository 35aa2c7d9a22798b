package dapt

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

const (
	maxReferences = 8    // from a source to a resource to its data
	maxVisits     = 1000 // of sources on the way
)

// Sources returns the sources of a recording with every reference to a
// resource of the head followed: each is a link out of the document, or data.
// A reference that leads nowhere, or in a circle, is an error of kind
// [script.ErrMissing] or [script.ErrValue].
func (s Scope) Sources(r *Recording) ([]Source, error) {
	f := follower{resources: s.resources}
	err := f.follow(r.Sources, 0)
	return f.all, err
}

// resources returns what the ids of the document's resources stand for.
func (d *Document) resources() map[string][]Source {
	all := map[string][]Source{}
	for i := range d.Resources {
		switch r := &d.Resources[i]; {
		case r.Data != nil:
			all[r.Data.ID] = []Source{{Data: r.Data}}
		case r.Audio != nil:
			all[r.Audio.ID] = r.Audio.Sources
		}
	}
	return all
}

type follower struct {
	resources map[string][]Source
	all       []Source
	visits    int
}

func (f *follower) follow(sources []Source, depth int) error {
	for i := range sources {
		s := sources[i]
		f.visits++
		id, isFragment := strings.CutPrefix(s.Address, "#")
		if !isFragment {
			if s.Data != nil {
				s = s.Data.source(s)
			}
			f.all = append(f.all, s)
			continue
		}
		if depth > maxReferences || f.visits > maxVisits {
			return &script.ValueError{Kind: script.ErrValue, Field: "src", Value: s.Address, Want: "no circle of references"}
		}
		inner, ok := f.resources[id]
		if !ok {
			return &script.ValueError{Kind: script.ErrMissing, Field: "src", Value: s.Address, Want: "a data or audio element of the head's resources"}
		}
		if err := f.follow(inner, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// source is s with what the data says that s does not.
func (d *Data) source(s Source) Source {
	if s.Type == "" {
		s.Type = d.Type
	}
	if s.Format == "" {
		s.Format = d.Format
	}
	if d.Address != "" {
		s.Address, s.Data = d.Address, nil
	}
	return s
}

// decodeData returns the bytes of the text of a data element or chunk.
func decodeData(encoding, text string) ([]byte, error) {
	compact := strings.Join(strings.Fields(text), "")
	var data []byte
	var err error
	switch encoding {
	case "base16":
		data, err = hex.DecodeString(compact)
	case "base32":
		data, err = base32.StdEncoding.DecodeString(compact)
	case "base32hex":
		data, err = base32.HexEncoding.DecodeString(compact)
	case "base64url":
		data, err = base64.URLEncoding.DecodeString(compact)
	case "", "base64":
		data, err = base64.StdEncoding.DecodeString(compact)
	default:
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "encoding", Value: encoding, Want: "base64, base64url, base32, base32hex or base16"}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: data that is not in %s: %w", script.ErrSyntax, orBase64(encoding), err)
	}
	return data, nil
}

func orBase64(encoding string) string {
	if encoding == "" {
		return "base64"
	}
	return encoding
}

func encodeData(encoding string, data []byte) (string, error) {
	switch encoding {
	case "base16":
		return strings.ToUpper(hex.EncodeToString(data)), nil
	case "base32":
		return base32.StdEncoding.EncodeToString(data), nil
	case "base32hex":
		return base32.HexEncoding.EncodeToString(data), nil
	case "base64url":
		return base64.URLEncoding.EncodeToString(data), nil
	case "", "base64":
		return base64.StdEncoding.EncodeToString(data), nil
	}
	return "", &script.ValueError{Kind: script.ErrValue, Field: "encoding", Value: encoding, Want: "base64, base64url, base32, base32hex or base16"}
}

// parts returns the bytes of each chunk.
func (d *Data) parts() ([][]byte, error) {
	total := 0
	for _, n := range d.Chunks {
		if total += n; n < 0 || total > len(d.Bytes) {
			total = -1
			break
		}
	}
	if total != len(d.Bytes) {
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "chunks", Value: fmt.Sprint(d.Chunks), Want: fmt.Sprintf("lengths that sum to %d", len(d.Bytes))}
	}
	var all [][]byte
	at := 0
	for _, n := range d.Chunks {
		all = append(all, slices.Clip(d.Bytes[at:at+n]))
		at += n
	}
	return all, nil
}
