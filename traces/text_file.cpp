#include "traces/text_file.hpp"

#include "models/core/error.hpp"

#include <iterator>

namespace fracbit::traces {

void TextFile::vprint(fmt::string_view format, fmt::format_args args) {
    fmt::vformat_to(std::back_inserter(buffer_), format, args);
    if (buffer_.size() >= flush_bytes) flush();
}

void TextFile::commit() {
    flush();
    failed_ = true; // whatever happens next, nothing more can be written
    file_.commit();
}

void TextFile::flush() {
    // A failed AtomicFile is closed and removed: somebody who goes on after the first error gets the error again.
    if (failed_) throw IoError("cannot write '" + file_.path() + "': it is closed; start a new trace");
    failed_ = true;
    file_.write(buffer_);
    failed_ = false;
    buffer_.clear();
}

} // namespace fracbit::traces
