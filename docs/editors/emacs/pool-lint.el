;; For Eglot, which is part of Emacs 29 and newer.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((yaml-mode yaml-ts-mode json-mode json-ts-mode)
                 . ("pool-lint" "server"
                    :initializationOptions (:logLevel "warning")))))
