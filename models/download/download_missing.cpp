#include "models/download/download.hpp"

namespace fracbit::models {

void download(const std::string& /*url*/, const DownloadOptions& /*options*/,
              const std::function<void(std::string_view)>& /*take*/) {
    throw ConfigError("downloading is not part of this build: it needs libcurl. On Debian, apt-get install "
                      "libcurl4-openssl-dev, then configure and build again; or put the files there by hand");
}

bool can_download() { return false; }

} // namespace fracbit::models
