// One file over the network, or from a file:// URL. Built on libcurl; without it `download` only says what is missing.
#pragma once

#include "models/core/error.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace fracbit::models {

/// The server or the network failed: another mirror may do better.
class DownloadError : public Error {
public:
    using Error::Error;
};

struct DownloadOptions {
    std::int64_t most_bytes = 0; ///< more than that is refused at once
    int quiet_seconds = 60;      ///< a connection without a byte for so long is given up
    /// Called now and then with the bytes that have come; what it throws ends the download.
    std::function<void(std::int64_t bytes)> progress;
};

/// Hands the contents of a http, https, ftp or file URL to `take`, part by part. Redirections are followed. Throws
/// DownloadError with the reason (no such host, 404, the connection ended too early, too many bytes); what `take`
/// throws.
void download(const std::string& url, const DownloadOptions& options,
              const std::function<void(std::string_view)>& take);

/// Whether `download` can work in this build.
bool can_download();

} // namespace fracbit::models
