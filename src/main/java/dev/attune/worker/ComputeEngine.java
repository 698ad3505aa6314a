package dev.attune.worker;

/** The computing engine of this process. */
public interface ComputeEngine {

  /** Starts it when it is not running yet. Call on the compute lane's thread. */
  EngineInfo start();
}
