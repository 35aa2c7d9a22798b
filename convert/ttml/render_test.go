package ttml_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
)

// edges are those of a box, in pixels of a picture of 1280 x 720.
type edges struct{ Left, Top, Right, Bottom float64 }

// painted is what imscJS has Chromium paint at one time of a document.
type painted struct {
	Doc   int
	Text  string
	Lines []edges // of its text, from top to bottom
	Last  edges   // of its last character
}

// renderPage paints every document at each of its events, and posts what was
// painted where.
const renderPage = `<!DOCTYPE html><meta charset=utf-8><style>body { margin: 0 } #picture { position: relative; width: 1280px; height: 720px; overflow: hidden }</style>
<script src=/imsc.js></script><div id=picture></div><script>
function measure(doc) {
  const picture = document.getElementById("picture"), lines = [];
  const walker = document.createTreeWalker(picture, NodeFilter.SHOW_TEXT);
  let text = "", last = null;
  for (let node; node = walker.nextNode();) {
    text += node.data;
    for (let i = 0; i < node.data.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      if (!box.width || !node.data[i].trim()) continue;
      last = {Left: box.left, Top: box.top, Right: box.right, Bottom: box.bottom};
      const line = lines.find(l => Math.abs(l.Bottom - box.bottom) < 8);
      if (!line) { lines.push({...last}); continue; }
      line.Left = Math.min(line.Left, box.left); line.Right = Math.max(line.Right, box.right);
      line.Top = Math.min(line.Top, box.top); line.Bottom = Math.max(line.Bottom, box.bottom);
    }
  }
  return {Doc: doc, Text: text, Lines: lines.sort((a, b) => a.Top - b.Top), Last: last};
}
onload = async () => {
  const docs = await (await fetch("/documents")).json(), all = [];
  docs.forEach((xml, i) => {
    const tt = imsc.fromXML(xml);
    for (const time of tt.getMediaTimeEvents()) {
      const picture = document.getElementById("picture");
      picture.textContent = "";
      imsc.renderHTML(imsc.generateISD(tt, time), picture, null, 720, 1280);
      const found = measure(i);
      if (found.Text) all.push(found);
    }
  });
  await fetch("/painted", {method: "POST", body: JSON.stringify(all)});
};
</script>`

// paint has imscJS in one headless Chromium paint all documents.
func paint(t *testing.T, docs []string) []painted {
	t.Helper()
	browser := interop.Client(t, "chromium", "chromium-browser", "google-chrome")
	library := filepath.Join(imscDir(t), "node_modules", "imsc", "dist", "imsc.all.min.js")
	got := make(chan []painted, 1)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, renderPage)
	})
	mux.HandleFunc("GET /imsc.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, library) })
	mux.HandleFunc("GET /documents", func(w http.ResponseWriter, _ *http.Request) {
		if err := json.NewEncoder(w).Encode(docs); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("POST /painted", func(_ http.ResponseWriter, r *http.Request) {
		var all []painted
		if err := json.NewDecoder(r.Body).Decode(&all); err != nil {
			t.Error(err)
		}
		got <- all
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	var stderr strings.Builder
	cmd := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,720",
		"--user-data-dir="+t.TempDir(), server.URL)
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	defer stopBrowser(cmd)
	select {
	case all := <-got:
		return all
	case <-time.After(2 * time.Minute):
		t.Fatalf("no answer from %s:\n%s", browser, stderr.String())
	}
	return nil
}

// stopBrowser asks the browser to end, so that it takes its children along.
func stopBrowser(cmd *exec.Cmd) {
	if cmd.Process.Signal(os.Interrupt) != nil {
		return
	}
	kill := time.AfterFunc(5*time.Second, func() { cmd.Process.Kill() })
	defer kill.Stop()
	cmd.Wait()
}

const dawn = "A fishing boat slips out of the harbour at dawn, past the lighthouse and the long grey wall where an old man in a blue coat mends his nets. "

// shownTexts are what must be seen whole, in a language.
var shownTexts = []struct {
	name, language, text string
	rtl                  bool
}{
	{"two lines", "en", "A painted sign:\n“Harbour closed”.", false},
	{"137 characters", "en", dawn[:136] + ".", false},
	{"250 characters", "en", (dawn + dawn)[:249] + ".", false},
	{"400 characters", "en", (dawn + dawn + dawn)[:399] + ".", false},
	{"ten lines", "en", "One.\nTwo.\nThree.\nFour.\nFive.\nSix.\nSeven.\nEight.\nNine.\nTen.", false},
	{"900 characters", "en", strings.Repeat(dawn, 7)[:899] + ".", false},
	{"Japanese", "ja", "夜明けに一隻の漁船が港を出る。青い上着の老人が灰色の長い壁のそばで網を繕い、灯台の明かりが静かに消えていく。", false},
	{"long Japanese", "ja", strings.Repeat("夜明けに一隻の漁船が港を出る。青い上着の老人が灰色の長い壁のそばで網を繕う。", 6), false},
	{"Arabic", "ar", "قارب صيد يغادر الميناء عند الفجر، والرجل العجوز بمعطفه الأزرق يصلح شباكه بجانب الجدار الرمادي الطويل.", true},
	{"Hebrew", "he", "סירת דיג יוצאת מהנמל בשעה 6:45, ביום 12 במאי 1987.", true},
	{"Hebrew in English", "en", "סירת דיג יוצאת מהנמל בשעה 6:45.", true},
	{"English in Hebrew", "he", "BBC News.", false},
	{"number in Hebrew", "he", "12.", true},
}

// TestInteropRendering holds that every line is painted within the picture,
// and that paragraphs run the way their text does.
func TestInteropRendering(t *testing.T) {
	type shown struct {
		name string
		text string
		rtl  bool
	}
	var docs []string
	var want []shown
	for _, profile := range profiles {
		if profile == ttml.DAPT { // which has no layout
			continue
		}
		for _, tt := range shownTexts {
			s := &script.Script{Language: tt.language, Segments: []script.Segment{{ID: "1", Start: ms(1000), End: ms(9000), Text: tt.text}}}
			for _, top := range []bool{false, true}[:1+min(1, len(tt.text)/400)] {
				var b bytes.Buffer
				require.NoError(t, ttml.Encoder{Profile: profile, Top: top}.Encode(&b, s))
				docs, want = append(docs, b.String()), append(want, shown{fmt.Sprintf("%v, %s, top %v", profile, tt.name, top), tt.text, tt.rtl})
			}
		}
	}
	for _, pattern := range []string{"testdata/golden/*.ttml", "../../testdata/golden/*/*.ttml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			doc, err := os.ReadFile(file)
			require.NoError(t, err)
			if !strings.Contains(filepath.Base(file), "dapt") {
				docs, want = append(docs, string(doc)), append(want, shown{name: file})
			}
		}
	}
	seen := make([]int, len(docs))
	for _, p := range paint(t, docs) {
		seen[p.Doc]++
		w := want[p.Doc]
		require.NotEmpty(t, p.Lines, w.name)
		for _, line := range p.Lines {
			require.True(t, line.Left >= 0 && line.Top >= 0 && line.Right <= 1280 && line.Bottom <= 720, "%s: %v outside of the picture", w.name, line)
		}
		if w.text == "" {
			continue
		}
		require.Equal(t, strings.ReplaceAll(w.text, "\n", ""), p.Text, w.name)
		last := p.Lines[len(p.Lines)-1]
		if w.rtl { // the full stop is where reading ends
			require.InDelta(t, last.Left, p.Last.Left, 1, w.name)
		} else {
			require.InDelta(t, last.Right, p.Last.Right, 1, w.name)
		}
	}
	for i, w := range want {
		require.True(t, seen[i] > 0 || strings.Contains(w.name, "empty"), w.name)
	}
}
